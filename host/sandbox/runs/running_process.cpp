#include "sandbox/runs/running_process.h"
#include <algorithm>
#include <cerrno>
#include <csignal>

namespace flyte_webhook::sandbox
{
namespace
{

constexpr std::chrono::milliseconds logPeriod{500};
constexpr int readsAtEnd = 32; // of what a pipe can hold; a process that escaped its group may go on writing for ever

} // namespace

RunningProcess::RunningProcess(RunPlan plan, const ProcessGuard& guard, std::size_t logBytes)
    : _plan(std::move(plan)), _process(_plan.process, guard), _log(logBytes), _keepAt(std::chrono::steady_clock::now())
{
    if (_plan.timeout) _timeoutAt = std::chrono::steady_clock::now() + *_plan.timeout;
}

bool RunningProcess::read(Stream stream)
{
    char buffer[16384];
    const ssize_t size = ::read(stream == Stream::error ? _process.error() : _process.output(), buffer, sizeof buffer);
    if (size > 0) _log.add(stream, std::string_view(buffer, static_cast<std::size_t>(size)), currentTime());
    return size > 0 || (size < 0 && (errno == EAGAIN || errno == EINTR));
}

void RunningProcess::beginEnd(std::chrono::milliseconds grace)
{
    if (isEnding()) return;
    _process.signal(SIGTERM);
    _killAt = std::chrono::steady_clock::now() + grace;
}

void RunningProcess::killWhenDue(SteadyTime now)
{
    if (!_killAt || _killed || now < *_killAt) return;
    _process.signal(SIGKILL);
    _killed = true;
}

std::optional<SteadyTime> RunningProcess::nextMoment() const
{
    std::optional<SteadyTime> next;
    const auto consider = [&](SteadyTime moment) { next = next ? std::min(*next, moment) : moment; };
    if (_killAt && !_killed) consider(*_killAt);
    if (!_killAt && _timeoutAt) consider(*_timeoutAt);
    if (_log.count() != _keptLines) consider(_keepAt);
    return next;
}

void RunningProcess::logIsKept(SteadyTime now)
{
    _keptLines = _log.count();
    _keepAt = now + logPeriod;
}

int RunningProcess::finish()
{
    const int status = _process.wait();
    for (const Stream stream : {Stream::output, Stream::error})
        for (int reads = 0; reads < readsAtEnd && read(stream); ++reads)
        {
        }
    _log.finish(currentTime());
    return status;
}

} // namespace flyte_webhook::sandbox
