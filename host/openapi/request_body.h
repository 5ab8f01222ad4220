#pragma once
#include "endpoints/endpoint.h"
#include "openapi/components.h"

namespace flyte_webhook::host
{

/// Whether an endpoint looks at the body of a request.
bool takesBody(const Endpoint& endpoint);

/// Writes what an endpoint's body is, as the operation's "requestBody"; nothing when it takes none. `name` is that of its schema.
void writeRequestBody(JsonObject& operation, const Endpoint& endpoint, const std::string& name, Components& components);

} // namespace flyte_webhook::host
