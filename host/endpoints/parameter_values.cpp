#include "parameter_values.h"

namespace flyte_webhook::host
{

std::optional<std::string_view> ParameterValues::find(std::string_view name) const noexcept
{
    const auto parameter = _endpoint->find(name);
    if (!parameter) return std::nullopt;
    if (const auto& text = _values[*parameter].text) return *text;
    if (const auto& fallback = _endpoint->parameters[*parameter].fallback) return *fallback;
    return std::nullopt;
}

std::uint32_t ParameterValues::place(std::string_view name) const noexcept
{
    const auto parameter = _endpoint->find(name);
    return parameter ? _values[*parameter].place : 0;
}

} // namespace flyte_webhook::host
