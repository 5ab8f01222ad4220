#include "log.h"
#include "line_text.h"
#include <cerrno>
#include <exception>
#include <unistd.h>

namespace flyte_webhook::host
{

namespace
{

/// One write for the whole line, so that lines of several threads do not mix; the rest of a short one at once. What a full pipe that does
/// not block takes no byte of is lost: waiting would hold up a request.
void writeLine(int descriptor, std::string_view line) noexcept
{
    while (!line.empty())
    {
        const auto count = ::write(descriptor, line.data(), line.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return;
        line.remove_prefix(static_cast<std::size_t>(count));
    }
}

} // namespace

void Log::write(LogLevel level, std::string_view message, std::initializer_list<LogField> fields) const noexcept
{
    if (!writes(level)) return;
    const int before = errno;
    try
    {
        const auto time = std::chrono::system_clock::now();
        writeLine(_descriptor,
                  _format == LogFormat::json ? jsonLine(time, level, message, fields) : textLine(time, level, message, fields));
    }
    catch (const std::exception&) // no memory for the line; the caller's work is worth more than the line
    {
        writeLine(_descriptor, "a log line was lost: out of memory\n");
    }
    errno = before;
}

} // namespace flyte_webhook::host
