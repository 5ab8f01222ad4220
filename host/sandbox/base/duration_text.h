#pragma once
#include <chrono>
#include <optional>
#include <string_view>

namespace flyte_webhook::sandbox
{

/// A number with its unit, "250ms", "30s", "5m" or "1h", greater than zero; nothing for any other text.
std::optional<std::chrono::milliseconds> durationFromText(std::string_view text);

} // namespace flyte_webhook::sandbox
