#include "base64.h"
#include <array>
#include <cstdint>

namespace flyte_webhook::flyte
{

namespace
{

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t none = 0xff;

std::array<std::uint8_t, 256> reversed()
{
    std::array<std::uint8_t, 256> table{};
    table.fill(none);
    for (std::size_t i = 0; i < alphabet.size(); ++i) table[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
    return table;
}

std::size_t paddingOf(std::string_view text)
{
    if (text.size() < 4 || text.back() != '=') return 0;
    return text[text.size() - 2] == '=' ? 2 : 1;
}

} // namespace

std::string toBase64(std::string_view bytes)
{
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3)
    {
        const auto at = [&](std::size_t k) { return i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U; };
        const std::uint32_t group = at(0) << 16 | at(1) << 8 | at(2);
        for (int shift = 18; shift >= 0; shift -= 6) text += alphabet[group >> shift & 63];
    }
    if (bytes.size() % 3) text.replace(text.size() - (3 - bytes.size() % 3), std::string::npos, 3 - bytes.size() % 3, '=');
    return text;
}

std::optional<std::string> fromBase64(std::string_view text)
{
    static const auto values = reversed();
    if (text.size() % 4) return std::nullopt;
    const auto digits = text.size() - paddingOf(text);
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3);
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < digits; ++i)
    {
        const auto value = values[static_cast<unsigned char>(text[i])];
        if (value == none) return std::nullopt;
        bits = bits << 6 | value;
        if (i % 4) bytes += static_cast<char>(bits >> (6 - i % 4 * 2) & 0xff);
    }
    return bytes;
}

} // namespace flyte_webhook::flyte
