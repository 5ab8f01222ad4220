#pragma once
#include "sandbox/runs/log_lines.h"
#include "sandbox/runs/process.h"
#include <chrono>
#include <optional>

namespace flyte_webhook::sandbox
{

using SteadyTime = std::chrono::steady_clock::time_point;

/// A process, what it wrote so far, and its way to an end. Thread: one at a time.
class LoggedProcess
{
public:
    /// Starts the process; throws as Process does.
    LoggedProcess(const ProcessSpec& spec, const ProcessGuard& guard, std::size_t logBytes) : _process(spec, guard), _log(logBytes) {}

    const Process& process() const noexcept { return _process; }
    const LogLines& log() const noexcept { return _log; }

    /// Reads what one stream has at the moment. False when it has ended.
    bool read(Stream stream);

    /// Asks the group to end, and lets it be killed when `grace` is over. A second call changes nothing.
    void beginEnd(std::chrono::milliseconds grace);
    bool isEnding() const noexcept { return _killAt.has_value(); }

    /// Kills the group when its grace is over.
    void killWhenDue(SteadyTime now);

    /// When killWhenDue() will have something to do; none: never by itself.
    std::optional<SteadyTime> killMoment() const { return _killed ? std::nullopt : _killAt; }

    /// Takes the exit status of the ended process, kills what is left of its group and reads the rest of its output.
    int finish();

private:
    Process _process;
    LogLines _log;
    std::optional<SteadyTime> _killAt;
    bool _killed = false;
};

} // namespace flyte_webhook::sandbox
