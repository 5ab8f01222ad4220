#pragma once
#include "base/cancellation.h"
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace flyte_webhook::host
{

/// The places for work of which only so much may be done at once, and for which only so many may wait. Thread: any.
class Places
{
public:
    Places(std::size_t count, std::size_t mostWaiting) : _free(count), _mostWaiting(mostWaiting) {}
    Places(const Places&) = delete;
    Places& operator=(const Places&) = delete;

    /// A place as long as it lives, if one was free, or became free before `until` and before the work was cancelled. It is not waited for
    /// where too many wait already. Nothing else may act on the cancellation meanwhile.
    class Place
    {
    public:
        Place(Places& places, std::chrono::steady_clock::time_point until, Cancellation& cancellation)
            : _places(places), _isTaken(places.take(until, cancellation))
        {
        }
        ~Place()
        {
            if (_isTaken) _places.giveBack();
        }
        Place(const Place&) = delete;
        Place& operator=(const Place&) = delete;

        explicit operator bool() const noexcept { return _isTaken; }

    private:
        Places& _places;
        const bool _isTaken;
    };

private:
    bool take(std::chrono::steady_clock::time_point until, Cancellation& cancellation)
    {
        const Cancellation::Action action(cancellation, [this] { wake(); }); // before the lock, which it needs
        std::unique_lock lock(_mutex);
        if (_free == 0 && (_waiting == _mostWaiting || !await(lock, until, cancellation))) return false;
        --_free;
        return true;
    }

    bool await(std::unique_lock<std::mutex>& lock, std::chrono::steady_clock::time_point until, const Cancellation& cancellation)
    {
        ++_waiting;
        _changed.wait_until(lock, until, [&] { return _free > 0 || cancellation.cancelled(); });
        --_waiting;
        return _free > 0;
    }

    void wake() noexcept
    {
        const std::lock_guard lock(_mutex);
        _changed.notify_all(); // which of them is called off is not known here
    }

    void giveBack() noexcept
    {
        const std::lock_guard lock(_mutex);
        ++_free;
        _changed.notify_one();
    }

    std::mutex _mutex;
    std::condition_variable _changed;
    std::size_t _free;
    std::size_t _waiting = 0;
    const std::size_t _mostWaiting;
};

} // namespace flyte_webhook::host
