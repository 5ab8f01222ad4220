#pragma once
#include <google/protobuf/timestamp.pb.h>
#include <optional>
#include <string>
#include <string_view>

namespace flyte_webhook::flyte
{

/// RFC 3339, years 0001 to 9999, up to nine digits of a second; no offset means UTC, a bare date means midnight.
/// Nothing when the text is something else or names a time that does not exist.
std::optional<google::protobuf::Timestamp> parseDatetime(std::string_view text);

/// RFC 3339 with Z and as many digits of a second as are needed. Nothing when the time is outside the years 0001 to 9999.
std::optional<std::string> printDatetime(const google::protobuf::Timestamp& time);

} // namespace flyte_webhook::flyte
