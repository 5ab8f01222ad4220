#include "utf8.h"
#include <algorithm>

namespace flyte_webhook::app
{

namespace
{

/// How many bytes the character at the beginning of a text that is not empty has; 0 when it begins with none (RFC 3629).
std::size_t characterLength(std::string_view text) noexcept
{
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0; };
    const auto follows = [&](std::size_t i, int low = 0x80, int high = 0xbf) { return byte(i) >= low && byte(i) <= high; };
    const int first = byte(0);
    if (first < 0x80) return 1;
    if (first < 0xc2 || first > 0xf4) return 0;
    if (first < 0xe0) return follows(1) ? 2 : 0;
    if (first < 0xf0) return follows(1, first == 0xe0 ? 0xa0 : 0x80, first == 0xed ? 0x9f : 0xbf) && follows(2) ? 3 : 0;
    return follows(1, first == 0xf0 ? 0x90 : 0x80, first == 0xf4 ? 0x8f : 0xbf) && follows(2) && follows(3) ? 4 : 0;
}

} // namespace

bool isUtf8(std::string_view text) noexcept
{
    while (!text.empty())
    {
        const auto length = characterLength(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

std::string asUtf8(std::string_view text)
{
    std::string result;
    result.reserve(text.size());
    while (!text.empty())
    {
        const auto length = characterLength(text);
        result += length ? text.substr(0, length) : "\xef\xbf\xbd";
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return result;
}

} // namespace flyte_webhook::app
