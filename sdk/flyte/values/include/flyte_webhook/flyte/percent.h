#pragma once
#include <string>
#include <string_view>

namespace flyte_webhook::flyte
{

// Escapes in addresses (RFC 3986, section 2.1). Pure functions; any thread may call them.

/// The value of the escape that stands at `place`, or -1 when none does.
int escapedByte(std::string_view text, std::size_t place) noexcept;

/// Decodes every escape, once. A % that begins none stays as it is.
std::string percentDecoded(std::string_view text);

/// Escapes all bytes but letters, digits, "-._~" and those in `others`. Where `keepEscapes` holds, what is escaped already stays.
std::string percentEncoded(std::string_view text, std::string_view others, bool keepEscapes);

} // namespace flyte_webhook::flyte
