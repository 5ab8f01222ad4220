#pragma once
#include <string>
#include <string_view>

namespace flyte_webhook::flyte
{

/// Of two msgpack forms of one value, which differ in their numbers alone, the one in which each number is as it was asked for. What is not
/// as in `given`, the form of the value itself, was asked for.
std::string asAsked(std::string_view one, std::string_view other, std::string_view given);

} // namespace flyte_webhook::flyte
