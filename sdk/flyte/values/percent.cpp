#include <flyte_webhook/flyte/percent.h>

namespace flyte_webhook::flyte
{

namespace
{

int hexDigit(char c) noexcept
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool isUnreserved(char c) noexcept
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
}

} // namespace

int escapedByte(std::string_view text, std::size_t place) noexcept
{
    if (text[place] != '%' || text.size() - place < 3) return -1;
    const int high = hexDigit(text[place + 1]), low = hexDigit(text[place + 2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

std::string percentDecoded(std::string_view text)
{
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i)
    {
        const int byte = escapedByte(text, i);
        decoded += byte < 0 ? text[i] : static_cast<char>(byte);
        if (byte >= 0) i += 2;
    }
    return decoded;
}

std::string percentEncoded(std::string_view text, std::string_view others, bool keepEscapes)
{
    constexpr char digits[] = "0123456789ABCDEF";
    std::string encoded;
    for (std::size_t i = 0; i < text.size(); ++i)
    {
        const bool kept = isUnreserved(text[i]) || others.find(text[i]) != others.npos || (keepEscapes && escapedByte(text, i) >= 0);
        if (kept)
            encoded += text[i];
        else
            ((encoded += '%') += digits[static_cast<unsigned char>(text[i]) >> 4]) += digits[static_cast<unsigned char>(text[i]) & 15];
    }
    return encoded;
}

} // namespace flyte_webhook::flyte
