#pragma once
#include "endpoints/endpoint.h"
#include <string>

namespace flyte_webhook::host
{

/// A parameter that may stand in the query or in the body is shown in one of the two, for a document cannot say that one of them will do:
/// a list in the body, all else in the query.
bool isShownInQuery(const Parameter& parameter);

/// The JSON schema of a parameter's values: type, what else they must fulfil, and the value when it is left out.
std::string parameterSchema(const Parameter& parameter);

/// The same of one that is a key of the body, with its help. Where it may be left out it may be null as well.
std::string bodyKeySchema(const Parameter& parameter);

} // namespace flyte_webhook::host
