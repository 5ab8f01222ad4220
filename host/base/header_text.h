#pragma once
#include <algorithm>
#include <string_view>

namespace flyte_webhook::host
{

/// Whether the text is a token of HTTP's grammar (RFC 9110, 5.6.2): a header's name, a method.
inline bool isToken(std::string_view text) noexcept
{
    constexpr std::string_view legal = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-.^_`|~";
    return !text.empty() && text.find_first_not_of(legal) == text.npos;
}

/// Whether the text can stand as a header's value: no control character but the tab (RFC 9110, 5.5). Bytes beyond ASCII can.
inline bool isHeaderValue(std::string_view text) noexcept
{
    return std::none_of(text.begin(), text.end(), [](unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7f; });
}

} // namespace flyte_webhook::host
