#pragma once
#include "sandbox/runs/log_lines.h"
#include "sandbox/runs/process.h"
#include "sandbox/runs/run_plan.h"
#include <chrono>
#include <optional>

namespace flyte_webhook::sandbox
{

using SteadyTime = std::chrono::steady_clock::time_point;

/// A run whose process lives: the process, what it wrote so far, and the moments at which something must be done. Thread: the supervisor's.
class RunningProcess
{
public:
    /// Starts the process; throws as Process does.
    RunningProcess(RunPlan plan, const ProcessGuard& guard, std::size_t logBytes);

    const Process& process() const noexcept { return _process; }
    const RunPlan& plan() const noexcept { return _plan; }
    const LogLines& log() const noexcept { return _log; }

    /// Reads what one stream has at the moment. False when it has ended.
    bool read(Stream stream);

    /// Asks the group to end, and lets it be killed when `grace` is over. A second call changes nothing.
    void beginEnd(std::chrono::milliseconds grace);
    bool isEnding() const noexcept { return _killAt.has_value(); }

    /// Kills the group when its grace is over.
    void killWhenDue(SteadyTime now);

    bool timeoutIsOver(SteadyTime now) const { return !isEnding() && _timeoutAt && now >= *_timeoutAt; }

    /// When killWhenDue(), timeoutIsOver() or logIsDue() will have something to say; none: never by itself.
    std::optional<SteadyTime> nextMoment() const;

    /// Whether there are lines that the store does not have, and it is time to tell it. logIsKept() says that it was told.
    bool logIsDue(SteadyTime now) const { return _log.count() != _keptLines && now >= _keepAt; }
    void logIsKept(SteadyTime now);

    /// Takes the exit status of the ended process, kills what is left of its group and reads the rest of its output.
    int finish();

private:
    RunPlan _plan;
    Process _process;
    LogLines _log;
    std::optional<SteadyTime> _timeoutAt, _killAt;
    bool _killed = false;
    std::size_t _keptLines = 0;
    SteadyTime _keepAt;
};

} // namespace flyte_webhook::sandbox
