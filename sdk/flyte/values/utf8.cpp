#include "utf8.h"
#include <cstdint>
#include <cstring>

namespace flyte_webhook::flyte
{

namespace
{

/// The length of the character that begins there, or 0.
std::size_t characterLength(const unsigned char* p, std::size_t left)
{
    const auto follows = [&](std::size_t i, unsigned char low = 0x80, unsigned char high = 0xbf)
    { return left > i && p[i] >= low && p[i] <= high; };
    if (p[0] < 0x80) return 1;
    if (p[0] < 0xc2) return 0;
    if (p[0] < 0xe0) return follows(1) ? 2 : 0;
    if (p[0] < 0xf0) return follows(1, p[0] == 0xe0 ? 0xa0 : 0x80, p[0] == 0xed ? 0x9f : 0xbf) && follows(2) ? 3 : 0;
    if (p[0] < 0xf5) return follows(1, p[0] == 0xf0 ? 0x90 : 0x80, p[0] == 0xf4 ? 0x8f : 0xbf) && follows(2) && follows(3) ? 4 : 0;
    return 0;
}

bool isAscii(const unsigned char* p)
{
    std::uint64_t eight;
    std::memcpy(&eight, p, sizeof eight);
    return (eight & 0x8080808080808080U) == 0;
}

} // namespace

bool isUtf8(std::string_view text)
{
    auto p = reinterpret_cast<const unsigned char*>(text.data());
    for (auto left = text.size(); left > 0;)
    {
        const auto length = left >= 8 && isAscii(p) ? 8 : characterLength(p, left);
        if (length == 0) return false;
        p += length;
        left -= length;
    }
    return true;
}

} // namespace flyte_webhook::flyte
