#pragma once
#include "control_plane/control_plane.h"
#include <string>
#include <string_view>

namespace flyte_webhook::host
{

/// "package.Service/Method" as a path. Throws CallMistake when it is no method.
std::string toPath(std::string_view method);

/// Throws CallMistake when a credential of the context cannot travel as metadata.
void checkCredentials(const CallContext& context);

} // namespace flyte_webhook::host
