#pragma once
#include <chrono>
#include <condition_variable>
#include <mutex>

namespace flyte_webhook::host
{

/// The places for work of which only so much may be done at once. Thread: any.
class Places
{
public:
    explicit Places(std::size_t count) : _free(count) {}
    Places(const Places&) = delete;
    Places& operator=(const Places&) = delete;

    /// A place as long as it lives, if one was free or became free in time.
    class Place
    {
    public:
        Place(Places& places, std::chrono::steady_clock::time_point until) : _places(places), _isTaken(places.take(until)) {}
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
    bool take(std::chrono::steady_clock::time_point until)
    {
        std::unique_lock lock(_mutex);
        if (!_changed.wait_until(lock, until, [this] { return _free > 0; })) return false;
        --_free;
        return true;
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
};

} // namespace flyte_webhook::host
