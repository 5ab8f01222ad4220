#pragma once
#include <atomic>
#include <deque>
#include <mutex>

namespace flyte_webhook::host
{

struct Slot;

/// Whole requests that wait for a thread, first come first served. Thread: any; the lock is taken only when threads are short.
class RequestQueue
{
public:
    explicit RequestQueue(std::size_t capacity) : _capacity(capacity) {}

    /// Gives the slot's ownership to the queue. False: the queue is full, and the caller keeps it.
    bool push(Slot& slot)
    {
        const std::lock_guard lock(_mutex);
        if (_waiting.size() >= _capacity) return false;
        _waiting.push_back(&slot);
        _size.store(_waiting.size());
        return true;
    }

    /// Gives the ownership of the first to the caller; nullptr: none waits.
    Slot* pop()
    {
        const std::lock_guard lock(_mutex);
        if (_waiting.empty()) return nullptr;
        Slot* first = _waiting.front();
        _waiting.pop_front();
        _size.store(_waiting.size());
        return first;
    }

    std::size_t size() const noexcept { return _size.load(); }

private:
    const std::size_t _capacity;
    std::atomic<std::size_t> _size{0};
    std::mutex _mutex;
    std::deque<Slot*> _waiting;
};

} // namespace flyte_webhook::host
