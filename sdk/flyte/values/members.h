#pragma once
#include "problem.h"
#include <vector>

namespace flyte_webhook::flyte
{

/// The members of a JSON object, in their order, each key once: of a key that comes twice the last one counts.
/// Pointers into the object.
std::vector<const Json::Member*> membersOf(const Json& object);

} // namespace flyte_webhook::flyte
