#pragma once
#include <chrono>
#include <mutex>

namespace flyte_webhook::host
{

/// Gives memory back to the system that was used for a while: the C library keeps what is freed below something that is still in use, for
/// each of its arenas, so that a few big requests would make a process big for good. Thread: any.
class Heap
{
public:
    using Clock = std::chrono::steady_clock;

    /// Called every now and then: looks every other second at how much is kept for nothing, and gives it back when that is a lot. What
    /// cannot be given back is tried again ever more rarely, once a minute at the least. Needs no memory itself.
    void tend(Clock::time_point now) noexcept;

private:
    std::mutex _mutex;
    Clock::time_point _next{};
    std::chrono::seconds _pause{2};
};

} // namespace flyte_webhook::host
