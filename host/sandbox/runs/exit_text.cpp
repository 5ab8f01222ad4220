#include "sandbox/runs/exit_text.h"
#include <cstring>
#include <sys/wait.h>

namespace flyte_webhook::sandbox
{

std::string exitText(int status, const LogLines& log)
{
    constexpr std::size_t lines = 20;
    const std::string end = WIFSIGNALED(status)
                                ? "was ended by signal " + std::to_string(WTERMSIG(status)) + " (" + ::strsignal(WTERMSIG(status)) + ")"
                                : "exited with status " + std::to_string(WEXITSTATUS(status));
    const std::string tail = log.tail(Stream::error, lines);
    return "the command " + end + (tail.empty() ? "" : "; the last lines of its standard error:\n" + tail);
}

} // namespace flyte_webhook::sandbox
