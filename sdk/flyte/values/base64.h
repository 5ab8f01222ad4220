#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace flyte_webhook::flyte
{

/// Standard alphabet, padded.
std::string toBase64(std::string_view bytes);

/// Nothing unless the text is padded base64 of the standard alphabet, without line breaks.
std::optional<std::string> fromBase64(std::string_view text);

} // namespace flyte_webhook::flyte
