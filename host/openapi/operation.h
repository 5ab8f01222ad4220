#pragma once
#include "openapi/components.h"
#include "openapi/document.h"

namespace flyte_webhook::host
{

/// Writes what an endpoint is as an operation of its path; the schemas that it names go to the components.
void writeOperation(JsonObject& operation, const Api& api, const ApiGroup& group, const Endpoint& endpoint, Components& components);

} // namespace flyte_webhook::host
