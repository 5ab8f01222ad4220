#include "refusal.h"

namespace flyte_webhook::host
{

namespace
{

const char* wordFor(fw_resource_kind kind)
{
    switch (kind)
    {
    case FW_RESOURCE_TASK: return "Task ";
    case FW_RESOURCE_APP: return "App ";
    case FW_RESOURCE_TRIGGER: return "Trigger ";
    }
    return "";
}

} // namespace

std::string notAllowed(fw_resource_kind kind, const std::vector<std::string>& names)
{
    std::string path;
    for (const auto& name : names) path += (path.empty() ? "" : "/") + name;
    return wordFor(kind) + path + " is not in the allowlist";
}

} // namespace flyte_webhook::host
