#include "utf8.h"

namespace flyte_webhook::host
{

namespace
{

unsigned char at(std::string_view text, std::size_t i) noexcept { return static_cast<unsigned char>(text[i]); }

bool continues(std::string_view text, std::size_t length) noexcept
{
    if (text.size() < length) return false;
    for (std::size_t i = 1; i < length; ++i)
        if ((at(text, i) & 0xC0) != 0x80) return false;
    return true;
}

} // namespace

std::size_t utf8Length(std::string_view text) noexcept
{
    if (text.empty()) return 0;
    const auto lead = at(text, 0);
    if (lead < 0x80) return 1;
    if (lead < 0xC2 || lead > 0xF4) return 0;
    const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (!continues(text, length)) return 0;
    const auto second = at(text, 1);
    const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
    const bool surrogate = lead == 0xED && second > 0x9F;
    const bool tooHigh = lead == 0xF4 && second > 0x8F;
    return overlong || surrogate || tooHigh ? 0 : length;
}

bool isUtf8(std::string_view text) noexcept
{
    while (!text.empty())
    {
        const auto length = utf8Length(text);
        if (!length) return false;
        text.remove_prefix(length);
    }
    return true;
}

std::string_view withoutByteOrderMark(std::string_view text) noexcept
{
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    return text.substr(0, mark.size()) == mark ? text.substr(mark.size()) : text;
}

std::size_t controlLength(std::string_view text) noexcept
{
    if (text.empty()) return 0;
    if (at(text, 0) < 0x20 || at(text, 0) == 0x7F) return 1;
    return text.size() > 1 && at(text, 0) == 0xC2 && at(text, 1) >= 0x80 && at(text, 1) < 0xA0 ? 2 : 0;
}

bool hasControlCharacter(std::string_view text) noexcept
{
    for (std::size_t i = 0; i < text.size(); ++i)
        if (controlLength(text.substr(i))) return true;
    return false;
}

} // namespace flyte_webhook::host
