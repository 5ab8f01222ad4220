#include "sandbox/base/utf8.h"
#include <cstddef>

namespace flyte_webhook::sandbox
{
namespace
{

constexpr std::string_view replacement = "\xEF\xBF\xBD";

bool isControl(unsigned char byte) { return (byte < 0x20 && byte != '\t' && byte != '\n') || byte == 0x7F; }

std::size_t lengthByFirstByte(unsigned char byte)
{
    if (byte < 0x80) return 1;
    if (byte >= 0xC2 && byte <= 0xDF) return 2;
    if (byte >= 0xE0 && byte <= 0xEF) return 3;
    return byte >= 0xF0 && byte <= 0xF4 ? 4 : 0;
}

/// Longer forms than needed, surrogates and what lies above U+10FFFF show in the second byte.
bool secondByteFits(unsigned char first, unsigned char second)
{
    if (first == 0xE0) return second >= 0xA0;
    if (first == 0xED) return second < 0xA0;
    if (first == 0xF0) return second >= 0x90;
    return first != 0xF4 || second < 0x90;
}

/// Length of the character that the text begins with, 0 when it begins with none.
std::size_t characterLength(std::string_view text)
{
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t length = lengthByFirstByte(first);
    if (length == 0 || length > text.size()) return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) return 0;
    return length == 1 || secondByteFits(first, static_cast<unsigned char>(text[1])) ? length : 0;
}

} // namespace

bool isUtf8(std::string_view text) noexcept
{
    while (!text.empty())
    {
        const std::size_t length = characterLength(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

std::string shownText(std::string_view bytes)
{
    std::string shown;
    shown.reserve(bytes.size());
    while (!bytes.empty())
    {
        const std::size_t length = characterLength(bytes);
        const bool fits = length > 1 || (length == 1 && !isControl(static_cast<unsigned char>(bytes.front())));
        shown += fits ? bytes.substr(0, length) : replacement;
        bytes.remove_prefix(length == 0 ? 1 : length);
    }
    return shown;
}

} // namespace flyte_webhook::sandbox
