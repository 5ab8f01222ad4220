#include "endpoint.h"
#include <algorithm>

namespace flyte_webhook::host
{

bool Endpoint::hasBodyParameters() const noexcept
{
    return std::any_of(parameters.begin(), parameters.end(), [](const Parameter& p) { return p.inBody(); });
}

std::optional<std::size_t> Endpoint::find(std::string_view name) const noexcept
{
    for (std::size_t i = 0; i < parameters.size(); ++i)
        if (parameters[i].name == name) return i;
    return std::nullopt;
}

} // namespace flyte_webhook::host
