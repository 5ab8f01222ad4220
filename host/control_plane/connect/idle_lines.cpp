#include "idle_lines.h"

namespace flyte_webhook::host
{
namespace
{

constexpr std::uint64_t numberMask = 0xffff'ffff;

/// The next state of a stack: that slot on top, and another count.
std::uint64_t next(std::uint64_t top, std::uint32_t number) { return ((top & ~numberMask) + numberMask + 1) | number; }

} // namespace

IdleLines::IdleLines(std::uint32_t most, std::chrono::milliseconds idleTimeout)
    : _idleTimeout(idleTimeout), _slots(most), _sweepAt((Clock::now() + idleTimeout).time_since_epoch().count())
{
    for (std::uint32_t number = most; number > 0; --number) push(_unused, number);
}

IdleLines::~IdleLines() { drop(); }

std::uint32_t IdleLines::pop(std::atomic<Top>& stack)
{
    for (auto top = stack.load(std::memory_order_acquire);;)
    {
        const auto number = static_cast<std::uint32_t>(top & numberMask);
        if (number == 0) return 0;
        const auto below = slot(number).below.load(std::memory_order_relaxed); // of no use if another was quicker
        if (stack.compare_exchange_weak(top, next(top, below), std::memory_order_acq_rel, std::memory_order_acquire)) return number;
    }
}

void IdleLines::push(std::atomic<Top>& stack, std::uint32_t number)
{
    for (auto top = stack.load(std::memory_order_relaxed);;)
    {
        slot(number).below.store(static_cast<std::uint32_t>(top & numberMask), std::memory_order_relaxed);
        if (stack.compare_exchange_weak(top, next(top, number), std::memory_order_acq_rel, std::memory_order_relaxed)) return;
    }
}

std::unique_ptr<Line> IdleLines::takeTop()
{
    const auto number = pop(_idle);
    if (number == 0) return nullptr;
    auto line = std::move(slot(number).line);
    push(_unused, number);
    return line;
}

std::unique_ptr<Line> IdleLines::take()
{
    while (auto line = takeTop())
        if (Clock::now() - line->idleSince <= _idleTimeout && line->connection().isFresh()) return line;
    return nullptr;
}

void IdleLines::put(std::unique_ptr<Line> line)
{
    line->idleSince = Clock::now();
    const auto number = pop(_unused);
    if (number == 0) return;
    slot(number).line = std::move(line);
    push(_idle, number);
    dropOld();
}

void IdleLines::drop()
{
    while (takeTop())
    {
    }
}

/// Takes all out, and puts those back that are young enough, in their order.
void IdleLines::dropOld()
{
    const auto now = Clock::now();
    auto due = _sweepAt.load(std::memory_order_relaxed);
    if (now.time_since_epoch().count() < due) return;
    if (!_sweepAt.compare_exchange_strong(due, (now + _idleTimeout / 4).time_since_epoch().count(), std::memory_order_relaxed)) return;
    std::vector<std::uint32_t> young;
    young.reserve(_slots.size()); // now: once one is out, nothing may fail before it is back
    while (const auto number = pop(_idle))
    {
        const bool old = now - slot(number).line->idleSince > _idleTimeout;
        if (old) slot(number).line.reset();
        old ? push(_unused, number) : young.push_back(number);
    }
    for (auto number = young.rbegin(); number != young.rend(); ++number) push(_idle, *number);
}

} // namespace flyte_webhook::host
