#pragma once
#include "endpoints/endpoint.h"
#include "openapi/components.h"
#include <string>

namespace flyte_webhook::host
{

/// What a document shows as one operation. A view.
struct Operation
{
    const std::string& tag;
    const std::string& id;
    const Endpoint& endpoint;
};

/// Writes what an operation of a path is; the schemas that it names go to the components.
void writeOperation(JsonObject& object, const Operation& operation, bool authRequired, Components& components);

} // namespace flyte_webhook::host
