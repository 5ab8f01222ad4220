#pragma once
#include <string_view>

namespace flyte_webhook::host
{

/// Whether a header of that name (lower case) can travel as metadata over either protocol: letters, digits, '-', '_' and '.', and none of
/// the names that the protocols keep for themselves.
bool isMetadataName(std::string_view name);

/// Whether a value can travel as metadata: printable ASCII.
bool isMetadataValue(std::string_view value);

} // namespace flyte_webhook::host
