#pragma once
#include "big_endian.h"
#include <msgpack/pack.hpp>
#include <string>
#include <string_view>

namespace flyte_webhook::flyte
{

struct MsgpackSink
{
    std::string& out;
    void write(const char* data, std::size_t size) { out.append(data, size); }
};

/// Gives `write` a packer that appends to `out`.
template <typename Write> void append(std::string& out, Write write)
{
    MsgpackSink sink{out};
    msgpack::packer<MsgpackSink> packer(sink);
    write(packer);
}

/// Always nine bytes: the library's own function makes an integer of a float without a fraction.
inline void appendFloat(std::string& out, double value)
{
    out += '\xcb';
    out += bigEndian(value);
}

inline void appendText(std::string& out, std::string_view text)
{
    const auto size = static_cast<std::uint32_t>(text.size());
    append(out, [&](auto& packer) { packer.pack_str(size).pack_str_body(text.data(), size); });
}

} // namespace flyte_webhook::flyte
