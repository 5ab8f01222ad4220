#pragma once
#include "openapi/json_text.h"

namespace flyte_webhook::host
{

/// Describes the headers that answers bear, for components/headers.
void describeHeaders(JsonObject& headers);

/// Refers to those of an answer with that status.
void referToHeaders(JsonObject& headers, int status);

} // namespace flyte_webhook::host
