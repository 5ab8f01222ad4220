#pragma once
#include <string_view>

namespace flyte_webhook::host
{

/// The text of the object that a JSON object has under a key, as it is written there: read and written again, its numbers would be others.
/// Of a key that stands twice the last one counts. `json` has been checked. Empty when there is no such key, or it holds no object.
std::string_view memberText(std::string_view json, std::string_view key);

} // namespace flyte_webhook::host
