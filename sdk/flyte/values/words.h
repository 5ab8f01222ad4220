#pragma once
#include "flyteidl2/core/types.pb.h"
#include "problem.h"
#include <string>
#include <string_view>
#include <vector>

namespace flyte_webhook::flyte
{

inline std::string_view textOf(const Json& value) { return {value.GetString(), value.GetStringLength()}; }

/// The kind of JSON that a value is: integer, number, string, array, ...
std::string_view kindOf(const Json& value);

/// A type as an error names it: "integer", "object (Order)", "one of RED, GREEN".
std::string describe(const flyteidl2::core::LiteralType& type);

/// A name from outside as an error shows it: cut when it is long, and always valid UTF-8.
std::string shown(std::string_view name);

constexpr std::size_t mostListed = 50;

/// "a, b, c", shown(); only the first ones when there are more than those.
std::string listed(const std::vector<std::string_view>& names);

/// "a, b or c"; only the first few when they are long.
std::string eitherOf(const std::vector<std::string>& choices);

} // namespace flyte_webhook::flyte
