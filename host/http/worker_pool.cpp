#include "worker_pool.h"
#include <algorithm>
#include <system_error>
#include <thread>
#include <utility>

namespace flyte_webhook::host
{

namespace
{

/// So many wait for events at most: enough for all cores while some of them are about to serve.
std::size_t enoughFree() { return 2 * std::max(std::thread::hardware_concurrency(), 1u); }

} // namespace

WorkerPool::WorkerPool(std::size_t most, std::function<void()> work)
    : _most(std::max<std::size_t>(most, 1)), _enoughFree(enoughFree()), _work(std::move(work))
{
}

void WorkerPool::start()
{
    _free.store(1);
    add();
}

bool WorkerPool::beginServing() noexcept
{
    if (!reserve()) return false;
    if (leaveFree(1) || replace()) return true;
    // No thread could be started. Alone it serves all the same; else those that serve come back for the queue.
    if (_serving.load() == 1)
    {
        _free.fetch_sub(1);
        return true;
    }
    _serving.fetch_sub(1);
    return false;
}

void WorkerPool::endServing() noexcept
{
    _free.fetch_add(1);
    _serving.fetch_sub(1);
}

bool WorkerPool::reserve() noexcept
{
    auto serving = _serving.load();
    while (serving < _most)
        if (_serving.compare_exchange_weak(serving, serving + 1)) return true;
    return false;
}

/// Stops being free, if more than so many are.
bool WorkerPool::leaveFree(std::size_t least) noexcept
{
    auto free = _free.load();
    while (free > least)
        if (_free.compare_exchange_weak(free, free - 1)) return true;
    return false;
}

bool WorkerPool::awaitTurn(std::chrono::milliseconds patience)
{
    if (!leaveFree(_enoughFree)) return true;
    Rest rest;
    std::unique_lock lock(_mutex);
    rest.earlier = std::exchange(_lastToRest, &rest);
    rest.over.wait_for(lock, patience, [&] { return rest.called || _stopped; });
    if (!rest.called) forget(rest);
    return rest.called;
}

void WorkerPool::forget(const Rest& rest) noexcept
{
    auto** place = &_lastToRest;
    while (*place != &rest) place = &(*place)->earlier;
    *place = rest.earlier;
}

/// Another thread becomes free in place of the calling one.
bool WorkerPool::replace() noexcept
{
    try
    {
        if (!callRested()) add();
        return true;
    }
    catch (const std::exception&) // no memory, or no thread to be had
    {
        return false;
    }
}

bool WorkerPool::callRested() noexcept
{
    const std::lock_guard lock(_mutex); // until it is notified as well: then it ends its rest, which lies on its stack
    if (!_lastToRest) return false;
    auto& rest = *std::exchange(_lastToRest, _lastToRest->earlier);
    rest.called = true;
    rest.over.notify_one();
    return true;
}

void WorkerPool::add()
{
    const std::lock_guard lock(_mutex);
    if (_stopped) throw std::system_error(std::make_error_code(std::errc::operation_canceled), "the threads are ending");
    _workers.remove_if([](const Worker& worker) { return worker.ended; });
    auto& worker = _workers.emplace_back();
    try
    {
        _threads.fetch_add(1);
        worker.thread.emplace("http", [this, &worker] { run(worker); });
    }
    catch (...)
    {
        _threads.fetch_sub(1);
        _workers.pop_back();
        throw;
    }
}

void WorkerPool::run(Worker& worker)
{
    _work();
    const std::lock_guard lock(_mutex);
    _threads.fetch_sub(1);
    worker.ended = true;
    _oneEnded.notify_all();
}

std::size_t WorkerPool::stop(std::chrono::milliseconds patience)
{
    std::list<Worker> ended; // joined without the lock
    std::unique_lock lock(_mutex);
    _stopped = true;
    for (auto* rest = _lastToRest; rest; rest = rest->earlier) rest->over.notify_one();
    _oneEnded.wait_for(lock, patience, [this] { return _threads.load() == 0; });
    for (auto worker = _workers.begin(); worker != _workers.end();)
    {
        const auto present = worker++;
        if (present->ended) ended.splice(ended.end(), _workers, present);
    }
    return _workers.size();
}

} // namespace flyte_webhook::host
