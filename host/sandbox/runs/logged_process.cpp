#include "sandbox/runs/logged_process.h"
#include <cerrno>
#include <csignal>

namespace flyte_webhook::sandbox
{
namespace
{

constexpr int readsAtEnd = 32; // of what a pipe can hold; a process that escaped its group may go on writing for ever

} // namespace

bool LoggedProcess::read(Stream stream)
{
    char buffer[16384];
    const ssize_t size = ::read(stream == Stream::error ? _process.error() : _process.output(), buffer, sizeof buffer);
    if (size > 0) _log.add(stream, std::string_view(buffer, static_cast<std::size_t>(size)), currentTime());
    return size > 0 || (size < 0 && (errno == EAGAIN || errno == EINTR));
}

void LoggedProcess::beginEnd(std::chrono::milliseconds grace)
{
    if (isEnding()) return;
    _process.signal(SIGTERM);
    _killAt = std::chrono::steady_clock::now() + grace;
}

void LoggedProcess::killWhenDue(SteadyTime now)
{
    if (!_killAt || _killed || now < *_killAt) return;
    _process.signal(SIGKILL);
    _killed = true;
}

int LoggedProcess::finish()
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
