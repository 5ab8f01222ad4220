#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flyte_webhook::host
{

/// The known name that a mistyped one most likely means; nothing when none is near.
std::optional<std::string> nearest(std::string_view written, const std::vector<std::string>& known);

/// The end of a message about an unknown name: "; did you mean X?" when one is near, else "; known are A, B, C".
std::string suggestion(std::string_view written, const std::vector<std::string>& known);

} // namespace flyte_webhook::host
