#pragma once
#include <string>
#include <string_view>

namespace flyte_webhook::host
{

/// The first example of a JSON schema, as JSON text; empty when it has none. The schema is a JSON object, or empty.
std::string firstExample(std::string_view schema);

} // namespace flyte_webhook::host
