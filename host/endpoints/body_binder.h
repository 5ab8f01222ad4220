#pragma once
#include "binding.h"
#include "body_content.h"

namespace flyte_webhook::host
{

/// Checks a body and takes what it holds of parameters. A value that the query gave stays.
void bindBody(const Endpoint& endpoint, const BodyContent& body, Binding& binding);

} // namespace flyte_webhook::host
