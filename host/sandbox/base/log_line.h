#pragma once
#include <string_view>

namespace flyte_webhook::sandbox
{

/// Writes one line to standard error, with the time before it. Control characters in the text do not reach it. Thread: any.
void logLine(std::string_view text) noexcept;

} // namespace flyte_webhook::sandbox
