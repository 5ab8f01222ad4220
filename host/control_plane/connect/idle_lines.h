#pragma once
#include "control_plane/connect/line.h"
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <vector>

namespace flyte_webhook::host
{

/// Lines that wait to be used again, the one used last on top; too many or too old ones are closed. No thread waits for another here.
/// Thread: any.
class IdleLines
{
public:
    using Clock = std::chrono::steady_clock;

    IdleLines(std::uint32_t most, std::chrono::milliseconds idleTimeout);
    ~IdleLines();
    IdleLines(const IdleLines&) = delete;
    IdleLines& operator=(const IdleLines&) = delete;

    /// One that is still good; null when there is none.
    std::unique_ptr<Line> take();

    void put(std::unique_ptr<Line> line);

    /// Closes all of them.
    void drop();

    /// Closes those that have waited for too long. Looks for them from time to time, however often it is called; put() does so as well.
    void dropOld();

private:
    /// The number of a slot, from 1, or 0 for none, and above it a count that changes with each change: a slot that went and came back
    /// meanwhile is noticed by it.
    using Top = std::uint64_t;
    struct Slot
    {
        std::unique_ptr<Line> line;          ///< of whoever has taken the slot out of both stacks
        std::atomic<std::uint32_t> below{0}; ///< the slot under this one
    };
    std::uint32_t pop(std::atomic<Top>& stack);
    void push(std::atomic<Top>& stack, std::uint32_t number);
    std::unique_ptr<Line> takeTop();
    Slot& slot(std::uint32_t number) { return _slots[number - 1]; }

    const Clock::duration _idleTimeout;
    std::vector<Slot> _slots;
    std::atomic<Top> _idle{0}, _unused{0};
    std::atomic<Clock::rep> _sweepAt;
};

} // namespace flyte_webhook::host
