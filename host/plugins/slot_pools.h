#pragma once
#include <array>
#include <atomic>
#include <cstddef>
#include <deque>
#include <mutex>
#include <new>

namespace flyte_webhook::host
{

/// Slots of which few are needed: one that was given back lies idle until many others were. Thread: any.
template <typename Slot> class SlotQueue
{
public:
    template <typename... Arguments> Slot& take(const Arguments&... arguments)
    {
        const std::lock_guard lock(_mutex);
        if (_idle.size() < leastIdle) return _slots.emplace_back(arguments...);
        auto& longest = *_idle.front();
        _idle.pop_front();
        return longest;
    }

    void giveBack(Slot& slot) noexcept
    try
    {
        const std::lock_guard lock(_mutex);
        _idle.push_back(&slot);
    }
    catch (const std::bad_alloc&) // then it lies idle for ever
    {
    }

private:
    static constexpr std::size_t leastIdle = 256;

    std::mutex _mutex;
    std::deque<Slot> _slots;
    std::deque<Slot*> _idle;
};

/// Slots that go round: one that was given back is given out again once all others were. No thread waits for another, unless more are
/// out than the ring has room for. Thread: any.
template <typename Slot> class SlotRing
{
public:
    Slot& take()
    {
        for (std::size_t i = 0; i < mostTries; ++i)
        {
            auto& entry = _ring[_next.fetch_add(1, std::memory_order_relaxed) % size];
            if (!entry.taken.exchange(true, std::memory_order_acquire)) return entry.slot;
        }
        return takeMore();
    }

    void giveBack(Slot& slot) noexcept
    {
        auto& entry = reinterpret_cast<Entry&>(slot);
        entry.taken.store(false, std::memory_order_release);
    }

private:
    static constexpr std::size_t size = 2048; ///< twice as many as there are threads by default
    static constexpr std::size_t mostTries = 64;

    struct Entry
    {
        Slot slot; ///< the first: its address is the entry's
        std::atomic<bool> taken{false};
    };

    Slot& takeMore()
    {
        const std::lock_guard lock(_mutex);
        for (auto& entry : _more)
            if (!entry.taken.exchange(true, std::memory_order_acquire)) return entry.slot;
        auto& entry = _more.emplace_back();
        entry.taken.store(true, std::memory_order_relaxed);
        return entry.slot;
    }

    std::array<Entry, size> _ring;
    std::atomic<std::size_t> _next{0};
    std::mutex _mutex; ///< of what lies beside the ring
    std::deque<Entry> _more;
};

} // namespace flyte_webhook::host
