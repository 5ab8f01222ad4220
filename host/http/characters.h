#pragma once
#include "base/header_text.h"
#include <array>
#include <string_view>

namespace flyte_webhook::host
{

/// The character classes of HTTP's grammar (RFC 9110, 9112).
class Characters
{
public:
    static bool areToken(std::string_view text) noexcept { return all(text, token); }
    static bool areFieldText(std::string_view text) noexcept { return all(text, fieldText); }
    static bool areTarget(std::string_view text) noexcept { return all(text, target); }
    static bool areAuthority(std::string_view text) noexcept { return all(text, authority); }

    static bool isDigit(char c) noexcept { return c >= '0' && c <= '9'; }

    /// The value of a hexadecimal digit, or -1.
    static int hex(char c) noexcept
    {
        if (isDigit(c)) return c - '0';
        const char letter = lowered(c);
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }

    /// The text without spaces and tabs around it.
    static std::string_view trimmed(std::string_view text) noexcept
    {
        while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
        while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
        return text;
    }

private:
    enum Class : unsigned char
    {
        token = 1,
        fieldText = 2,
        target = 4,
        authority = 8
    };

    static constexpr bool oneOf(int c, std::string_view set) { return set.find(static_cast<char>(c)) != std::string_view::npos; }

    static constexpr std::array<unsigned char, 256> classify()
    {
        std::array<unsigned char, 256> table{};
        for (int c = 0; c < 256; ++c)
        {
            const bool alphanumeric = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
            const bool visible = c > 0x20 && c < 0x7f;
            unsigned found = 0;
            if (alphanumeric || (visible && oneOf(c, "!#$%&'*+-.^_`|~"))) found |= token;
            if (visible || c == ' ' || c == '\t' || c >= 0x80) found |= fieldText;
            if (visible && c != '#') found |= target;
            if (alphanumeric || (visible && oneOf(c, "-._~%!$&'()*+;=:[]"))) found |= authority;
            table[static_cast<std::size_t>(c)] = static_cast<unsigned char>(found);
        }
        return table;
    }

    static bool all(std::string_view text, Class wanted) noexcept
    {
        static constexpr auto classes = classify();
        for (const char c : text)
            if ((classes[static_cast<unsigned char>(c)] & wanted) == 0) return false;
        return true;
    }
};

} // namespace flyte_webhook::host
