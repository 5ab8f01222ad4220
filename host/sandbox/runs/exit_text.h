#pragma once
#include "sandbox/runs/log_lines.h"
#include <string>

namespace flyte_webhook::sandbox
{

/// Why a command failed: how it ended, from the status that waitpid() gives, and the last lines of its standard error.
std::string exitText(int status, const LogLines& log);

} // namespace flyte_webhook::sandbox
