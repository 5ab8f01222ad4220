#include "resource_path.h"
#include "base/path_segment.h"

namespace flyte_webhook::host
{

std::string resourcePath(const Endpoint& endpoint, const std::vector<std::string>& names)
{
    auto path = endpoint.path;
    for (std::size_t i = 0; i < names.size(); ++i)
    {
        const auto name = "{" + endpoint.parameters[endpoint.guard->parameters[i]].name + "}";
        path.replace(path.find(name), name.size(), pathSegment(names[i]));
    }
    return path;
}

} // namespace flyte_webhook::host
