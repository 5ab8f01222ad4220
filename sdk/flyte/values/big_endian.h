#pragma once
#include <cstdint>
#include <cstring>
#include <string>

namespace flyte_webhook::flyte
{

/// The eight bytes of a float, the most significant first, as msgpack has them.
inline std::string bigEndian(double value)
{
    std::uint64_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    std::string bytes(sizeof bits, '\0');
    for (std::size_t i = 0; i < sizeof bits; ++i) bytes[i] = static_cast<char>(bits >> (56 - 8 * i));
    return bytes;
}

} // namespace flyte_webhook::flyte
