#include "parameters.h"
#include <flyte_webhook/plugin/bytes.h>
#include <rapidjson/document.h>
#include <stdexcept>

namespace flyte_webhook::testing
{

const fw_parameter* findParameter(const fw_endpoint& endpoint, const std::string& name)
{
    for (std::size_t i = 0; i < endpoint.parameter_count; ++i)
        if (toView(endpoint.parameters[i]->name) == name) return endpoint.parameters[i];
    return nullptr;
}

std::map<std::string, std::string> withFallbacks(const fw_endpoint& endpoint, const std::map<std::string, std::string>& given)
{
    auto values = given;
    for (std::size_t i = 0; i < endpoint.parameter_count; ++i)
    {
        const auto& parameter = *endpoint.parameters[i];
        const std::string name(toView(parameter.name));
        if (values.count(name)) continue;
        if (parameter.required || parameter.place == FW_PATH)
            throw std::logic_error("the host answers 422 without the parameter '" + name + "'");
        if (parameter.has_fallback) values[name] = std::string(toView(parameter.fallback));
    }
    return values;
}

std::string bodyOf(const fw_endpoint& endpoint, const std::string& given)
{
    if (endpoint.body == FW_BODY_NONE) return {};
    if (endpoint.body == FW_BODY_OBJECT)
    {
        rapidjson::Document document;
        document.Parse(given.data(), given.size());
        if (document.HasParseError() || !document.IsObject())
            throw std::logic_error("the host answers 422 to a body that is no JSON object: " + given);
    }
    return given;
}

} // namespace flyte_webhook::testing
