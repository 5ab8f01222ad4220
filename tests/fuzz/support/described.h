#pragma once
#include "endpoints/endpoint.h"
#include <optional>
#include <string_view>

namespace flyte_webhook::fuzz
{

/// An endpoint from a short text, as the host reads it from a plugin's table; nothing when the host refuses that.
/// The first character is the body: "n"one, "o"bject or "r"aw. Then three for each parameter, whose names are a, b, c ...:
/// its type ("s"tring, "i"nteger, "n"umber, "b"oolean, "l"ist, "o"bject), its place ("q"uery, "b"ody, "e"ither), and "r"equired,
/// "f"allback, "c"onstrained, "e"num, "B"are body or "-".
std::optional<host::Endpoint> describedBy(std::string_view text);

} // namespace flyte_webhook::fuzz
