#include "parameter_values.h"

namespace flyte_webhook::host
{

std::optional<std::string_view> ParameterValues::find(std::string_view name) const noexcept
{
    const auto place = _endpoint->find(name);
    if (!place) return std::nullopt;
    if (const auto& value = _values[*place]) return *value;
    if (const auto& fallback = _endpoint->parameters[*place].fallback) return *fallback;
    return std::nullopt;
}

std::uint32_t ParameterValues::place(std::string_view name) const noexcept
{
    const auto parameter = _endpoint->find(name);
    return parameter ? _places[*parameter] : 0;
}

} // namespace flyte_webhook::host
