#include "utf8.h"
#include <flyte_webhook/flyte/text_checks.h>
#include <flyte_webhook/plugin/invalid_parameter.h>

namespace flyte_webhook::flyte
{

bool hasControlCharacter(std::string_view text) noexcept
{
    unsigned char before = 0;
    for (const unsigned char c : text)
    {
        if (c < 0x20 || c == 0x7F || (before == 0xC2 && c < 0xA0)) return true;
        before = c;
    }
    return false;
}

void refuse(const std::string& parameter, std::string_view value, const std::string& what)
{
    constexpr std::size_t longest = 100;
    const auto shown = value.size() <= longest ? "'" + std::string(value) + "'" : std::string("the text");
    throw InvalidParameter({"query", parameter}, shown + " " + what, std::string(value));
}

void checkText(const std::string& parameter, std::string_view value)
{
    if (!isUtf8(value)) throw InvalidParameter({"query", parameter}, "the text is no UTF-8"); // JSON can spell half a character
    // Not told in the message, which would end at a NUL.
    if (hasControlCharacter(value)) throw InvalidParameter({"query", parameter}, "the text holds a control character; write it without");
}

} // namespace flyte_webhook::flyte
