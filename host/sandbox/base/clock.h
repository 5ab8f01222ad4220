#pragma once
#include <chrono>
#include <string>

namespace flyte_webhook::sandbox
{

/// A moment in UTC, as exact as the store keeps it.
using Time = std::chrono::time_point<std::chrono::system_clock, std::chrono::microseconds>;

Time currentTime();

/// RFC 3339 with milliseconds: "2026-03-04T05:06:07.891Z".
std::string timeText(Time time);

} // namespace flyte_webhook::sandbox
