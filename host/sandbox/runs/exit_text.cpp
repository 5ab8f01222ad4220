#include "sandbox/runs/exit_text.h"
#include <cstring>
#include <sys/wait.h>

namespace flyte_webhook::sandbox
{
namespace
{

std::string endedBySignal(int number)
{
    const char* description = ::sigdescr_np(number);
    return "was ended by signal " + std::to_string(number) + (description ? std::string(" (") + description + ")" : std::string());
}

} // namespace

std::string exitText(int status, const LogLines& log)
{
    constexpr std::size_t lines = 20;
    const std::string end =
        WIFSIGNALED(status) ? endedBySignal(WTERMSIG(status)) : "exited with status " + std::to_string(WEXITSTATUS(status));
    const std::string tail = log.tail(Stream::error, lines);
    return "the command " + end + (tail.empty() ? "" : "; the last lines of its standard error:\n" + tail);
}

} // namespace flyte_webhook::sandbox
