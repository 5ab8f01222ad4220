#include "background.h"

Background::Background(std::chrono::milliseconds every, std::function<void()> work)
    : _every(every), _work(std::move(work)), _thread([this] { run(); })
{
}

Background::~Background()
{
    {
        const std::lock_guard lock(_mutex);
        _ending = true;
    }
    _changed.notify_one();
    _thread.join();
}

void Background::run()
{
    std::unique_lock lock(_mutex);
    do
    {
        lock.unlock();
        _work();
        lock.lock();
    } while (!_changed.wait_for(lock, _every, [this] { return _ending; }));
}
