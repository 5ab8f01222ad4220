#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace flyte_webhook::sandbox
{

/// A number with its unit, "250ms", "30s", "5m" or "1h", greater than zero; nothing for any other text.
std::optional<std::chrono::milliseconds> durationFromText(std::string_view text);

/// How long something took, as people read it: "12 ms", "1.25 s", "59.9 s", "2 min 5 s", "3 h", "2 d 4 h". What is smaller is cut off.
std::string durationText(std::chrono::microseconds duration);

} // namespace flyte_webhook::sandbox
