#pragma once
#include "problem.h"
#include "schema.h"
#include <optional>
#include <string>

namespace flyte_webhook::flyte
{

/// What a schema expects of a number's size, or of how many characters, elements or keys there are, and the value does not keep: "expected
/// at least 2 elements, got 1". Nothing when it keeps all of it.
std::optional<std::string> brokenLimit(const Schema& schema, const Json& value);

} // namespace flyte_webhook::flyte
