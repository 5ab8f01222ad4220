#pragma once
#include "sandbox/runs/logged_process.h"
#include "sandbox/runs/run_plan.h"
#include <chrono>
#include <optional>

namespace flyte_webhook::sandbox
{

/// A run whose process lives, and the moments at which something must be done. Thread: the supervisor's.
class RunningProcess : public LoggedProcess
{
public:
    /// Starts the process; throws as Process does.
    RunningProcess(RunPlan plan, const ProcessGuard& guard, std::size_t logBytes);

    const RunPlan& plan() const noexcept { return _plan; }

    /// A process that has ended was quick enough, however late that is noticed.
    bool timeoutIsOver(SteadyTime now) const { return !isEnding() && _timeoutAt && now >= *_timeoutAt && !process().hasEnded(); }

    /// When killWhenDue(), timeoutIsOver() or logIsDue() will have something to say; none: never by itself.
    std::optional<SteadyTime> nextMoment() const;

    /// Whether there are lines that the store does not have, and it is time to tell it. logIsKept() says that it was told.
    bool logIsDue(SteadyTime now) const { return log().count() != _keptLines && now >= _keepAt; }
    void logIsKept(SteadyTime now);

private:
    RunPlan _plan;
    std::optional<SteadyTime> _timeoutAt;
    std::size_t _keptLines = 0;
    SteadyTime _keepAt;
};

} // namespace flyte_webhook::sandbox
