#pragma once
#include <atomic>
#include <cstddef>

namespace flyte_webhook::host
{

/// How much memory some buffers may have together. It must outlive them, and the budget that it is a part of must outlive it. Thread: any;
/// no lock.
class MemoryBudget
{
public:
    /// With `whole`, what is taken is taken from that too.
    explicit MemoryBudget(std::size_t most, MemoryBudget* whole = nullptr) noexcept : _most(most), _whole(whole) {}

    /// False: so many bytes are not left, and none were taken.
    bool take(std::size_t bytes) noexcept
    {
        auto used = _used.load(std::memory_order_relaxed);
        do
            if (bytes > _most - used) return false;
        while (!_used.compare_exchange_weak(used, used + bytes, std::memory_order_relaxed));
        if (!_whole || _whole->take(bytes)) return true;
        _used.fetch_sub(bytes, std::memory_order_relaxed);
        return false;
    }

    void giveBack(std::size_t bytes) noexcept
    {
        _used.fetch_sub(bytes, std::memory_order_relaxed);
        if (_whole) _whole->giveBack(bytes);
    }

    std::size_t most() const noexcept { return _most; }
    std::size_t used() const noexcept { return _used.load(std::memory_order_relaxed); }

private:
    const std::size_t _most;
    MemoryBudget* const _whole;
    std::atomic<std::size_t> _used{0};
};

} // namespace flyte_webhook::host
