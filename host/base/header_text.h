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

/// A letter of ASCII in its lower case; all else as it is.
constexpr char lowered(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Whether two names of headers, or words of their values, are the same: the case of letters of ASCII makes no difference (RFC 9110, 5.1).
inline bool sameName(std::string_view one, std::string_view other) noexcept
{
    return std::equal(one.begin(), one.end(), other.begin(), other.end(), [](char a, char b) { return lowered(a) == lowered(b); });
}

} // namespace flyte_webhook::host
