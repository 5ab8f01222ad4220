#pragma once
#include <flyte_webhook/abi.h>
#include <string>
#include <vector>

namespace flyte_webhook::host
{

/// What the caller is told when an allow-list does not hold a resource; its names in the order of fw_resource_kind.
std::string notAllowed(fw_resource_kind kind, const std::vector<std::string>& names);

} // namespace flyte_webhook::host
