#pragma once
#include "endpoint.h"
#include <string>
#include <vector>

namespace flyte_webhook::host
{

/// The path of a guarded endpoint with a resource in place of the parameters that name one, as a client writes it. `names` are in the order
/// of the guard's parameters.
std::string resourcePath(const Endpoint& endpoint, const std::vector<std::string>& names);

} // namespace flyte_webhook::host
