#include "worker_pool.h"
#include <algorithm>
#include <system_error>

namespace flyte_webhook::host
{

namespace
{

constexpr std::size_t keptFree = 2; ///< so that a quiet server does not start and end a thread all the time

} // namespace

WorkerPool::WorkerPool(std::size_t most, std::function<void()> work) : _most(std::max<std::size_t>(most, 1)), _work(std::move(work)) {}

void WorkerPool::start()
{
    _free.store(1);
    add();
}

bool WorkerPool::beginServing() noexcept
{
    if (!reserve()) return false;
    if (leaveFree() || spawn()) return true;
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

/// Stops being free, unless it is the last one.
bool WorkerPool::leaveFree() noexcept
{
    auto free = _free.load();
    while (free > 1)
        if (_free.compare_exchange_weak(free, free - 1)) return true;
    return false;
}

bool WorkerPool::retire() noexcept
{
    auto free = _free.load();
    while (free > keptFree)
        if (_free.compare_exchange_weak(free, free - 1)) return true;
    return false;
}

/// Starts a thread that is free in place of the calling one.
bool WorkerPool::spawn() noexcept
{
    try
    {
        add();
        return true;
    }
    catch (const std::exception&) // no memory, or no thread to be had
    {
        return false;
    }
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
    _oneEnded.wait_for(lock, patience, [this] { return _threads.load() == 0; });
    for (auto worker = _workers.begin(); worker != _workers.end();)
    {
        const auto present = worker++;
        if (present->ended) ended.splice(ended.end(), _workers, present);
    }
    return _workers.size();
}

} // namespace flyte_webhook::host
