#include "sandbox/base/log_line.h"
#include "sandbox/base/clock.h"
#include "sandbox/base/utf8.h"
#include <algorithm>
#include <unistd.h>

namespace flyte_webhook::sandbox
{

void logLine(std::string_view text) noexcept
{
    std::string line = timeText(currentTime()) + " sandbox: " + shownText(text);
    std::replace(line.begin(), line.end(), '\n', ' ');
    line += '\n';
    [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
}

} // namespace flyte_webhook::sandbox
