#pragma once
#include <string>
#include <string_view>

namespace flyte_webhook::app
{

bool isUtf8(std::string_view text) noexcept;

/// The text with U+FFFD for each byte that is no part of a UTF-8 character.
std::string asUtf8(std::string_view text);

} // namespace flyte_webhook::app
