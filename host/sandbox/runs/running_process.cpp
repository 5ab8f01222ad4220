#include "sandbox/runs/running_process.h"
#include <algorithm>

namespace flyte_webhook::sandbox
{
namespace
{

constexpr std::chrono::milliseconds logPeriod{500};

} // namespace

RunningProcess::RunningProcess(RunPlan plan, const ProcessGuard& guard, std::size_t logBytes)
    : LoggedProcess(plan.process, guard, logBytes), _plan(std::move(plan)), _keepAt(std::chrono::steady_clock::now())
{
    if (_plan.timeout) _timeoutAt = std::chrono::steady_clock::now() + *_plan.timeout;
}

std::optional<SteadyTime> RunningProcess::nextMoment() const
{
    std::optional<SteadyTime> next;
    const auto consider = [&](SteadyTime moment) { next = next ? std::min(*next, moment) : moment; };
    if (const auto kill = killMoment()) consider(*kill);
    if (!isEnding() && _timeoutAt) consider(*_timeoutAt);
    if (log().count() != _keptLines) consider(_keepAt);
    return next;
}

void RunningProcess::logIsKept(SteadyTime now)
{
    _keptLines = log().count();
    _keepAt = now + logPeriod;
}

} // namespace flyte_webhook::sandbox
