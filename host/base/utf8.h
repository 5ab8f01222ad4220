#pragma once
#include <cstddef>
#include <string_view>

namespace flyte_webhook::host
{

/// How many bytes the UTF-8 character at the begin of a text has: 1 to 4; 0 when the text is empty or begins with no such character
/// (RFC 3629: no overlong form, no surrogate, nothing above U+10FFFF).
std::size_t utf8Length(std::string_view text) noexcept;

/// Whether all of a text is UTF-8.
bool isUtf8(std::string_view text) noexcept;

/// A text without the byte order mark that some programs write before UTF-8.
std::string_view withoutByteOrderMark(std::string_view text) noexcept;

/// How many bytes the control character at the begin of a text has (U+0000 to U+001F, U+007F to U+009F); 0 when it begins with none.
std::size_t controlLength(std::string_view text) noexcept;

/// Whether a text holds a control character.
bool hasControlCharacter(std::string_view text) noexcept;

} // namespace flyte_webhook::host
