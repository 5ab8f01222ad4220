#include "packed_numbers.h"

namespace flyte_webhook::flyte
{

namespace
{

/// A number of so many bytes, the first one behind the kind.
std::size_t lengthIn(std::string_view bytes, std::size_t width)
{
    std::size_t length = 0;
    for (const char byte : bytes.substr(1, width)) length = length << 8 | static_cast<unsigned char>(byte);
    return length;
}

/// How many bytes the first item takes: a text with its characters, a list or a map without what it holds.
std::size_t sizeOfFirst(std::string_view bytes)
{
    const auto kind = static_cast<unsigned char>(bytes.front());
    if (kind >= 0xa0 && kind <= 0xbf) return 1 + (kind & 0x1fu);
    switch (kind)
    {
    case 0xcc:
    case 0xd0: return 2;
    case 0xcd:
    case 0xd1:
    case 0xdc:
    case 0xde: return 3;
    case 0xce:
    case 0xd2:
    case 0xdd:
    case 0xdf: return 5;
    case 0xcb:
    case 0xcf:
    case 0xd3: return 9;
    case 0xd9: return 2 + lengthIn(bytes, 1);
    case 0xda: return 3 + lengthIn(bytes, 2);
    case 0xdb: return 5 + lengthIn(bytes, 4);
    default: return 1;
    }
}

std::string_view takeFirst(std::string_view& bytes)
{
    const auto first = bytes.substr(0, sizeOfFirst(bytes));
    bytes.remove_prefix(first.size());
    return first;
}

} // namespace

std::string asAsked(std::string_view one, std::string_view other, std::string_view given)
{
    std::string asked;
    while (!given.empty())
    {
        const auto first = takeFirst(one), second = takeFirst(other);
        asked += first != takeFirst(given) ? first : second;
    }
    return asked;
}

} // namespace flyte_webhook::flyte
