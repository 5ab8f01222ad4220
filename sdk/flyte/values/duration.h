#pragma once
#include <google/protobuf/duration.pb.h>
#include <optional>
#include <string>
#include <string_view>

namespace flyte_webhook::flyte
{

/// Seconds with their unit ("90s", "-1.5s") or ISO 8601 ("PT1M30S", "P1DT2H", "P2W"), to the nanosecond, up to 10000 years.
/// Years and months have no fixed length: nothing, as for any other text.
std::optional<google::protobuf::Duration> parseDuration(std::string_view text);

/// Whole seconds. Nothing beyond 10000 years.
std::optional<google::protobuf::Duration> durationOf(std::int64_t seconds);

/// Seconds, rounded to the nanosecond. Nothing beyond 10000 years.
std::optional<google::protobuf::Duration> durationOf(double seconds);

/// Seconds as a JSON number with a fraction, exact: "90.0", "1.5". Nothing when the message is no valid duration.
std::optional<std::string> printDuration(const google::protobuf::Duration& duration);

} // namespace flyte_webhook::flyte
