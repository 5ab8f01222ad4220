#pragma once
#include <atomic>
#include <cstddef>

namespace flyte_webhook::host
{

/// How much memory some buffers may have together. It must outlive them. Thread: any; no lock.
class MemoryBudget
{
public:
    explicit MemoryBudget(std::size_t most) noexcept : _most(most) {}

    /// False: so many bytes are not left, and none were taken.
    bool take(std::size_t bytes) noexcept
    {
        auto used = _used.load(std::memory_order_relaxed);
        do
            if (bytes > _most - used) return false;
        while (!_used.compare_exchange_weak(used, used + bytes, std::memory_order_relaxed));
        return true;
    }

    void giveBack(std::size_t bytes) noexcept { _used.fetch_sub(bytes, std::memory_order_relaxed); }

    std::size_t used() const noexcept { return _used.load(std::memory_order_relaxed); }

private:
    const std::size_t _most;
    std::atomic<std::size_t> _used{0};
};

} // namespace flyte_webhook::host
