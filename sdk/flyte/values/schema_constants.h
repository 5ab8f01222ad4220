#pragma once
#include "problem.h"
#include "schema.h"
#include <string>

namespace flyte_webhook::flyte
{

/// Whether a value is what `const` says, and one of what `enum` lists. Numbers are equal when they are the same number, however written.
bool isAmongConstants(const Schema& schema, const Json& value);

/// What it may be, as an error says it: "one of red, 7, null".
std::string constantsOf(const Schema& schema);

} // namespace flyte_webhook::flyte
