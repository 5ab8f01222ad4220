#pragma once
#include <string_view>

namespace flyte_webhook::host
{

/// Whether a plugin may put this header on its answer: a token as name that is not one of the host's own (framing, date, request id), and
/// a value without control characters (RFC 9110, section 5).
bool isReplyHeader(std::string_view name, std::string_view value) noexcept;

/// Headers that carry credentials whatever is configured, so that no plugin ever sees one.
bool isAlwaysCredential(std::string_view name) noexcept;

} // namespace flyte_webhook::host
