#include "request_body.h"
#include "openapi/json_text.h"
#include "openapi/parameter_schema.h"
#include <algorithm>

namespace flyte_webhook::host
{

namespace
{

bool isKey(const Parameter& parameter) { return parameter.inBody() && !isShownInQuery(parameter); }

bool isRequiredKey(const Parameter& parameter) { return isKey(parameter) && parameter.required; }

bool isRequired(const Endpoint& endpoint)
{
    return endpoint.body == FW_BODY_OBJECT || std::any_of(endpoint.parameters.begin(), endpoint.parameters.end(), isRequiredKey);
}

/// The object whose keys are parameters.
std::string keysSchema(const Endpoint& endpoint)
{
    return jsonObject(
        [&](JsonObject& schema)
        {
            schema.field("type", "object");
            {
                auto properties = schema.object("properties");
                for (const auto& parameter : endpoint.parameters)
                    if (isKey(parameter)) writeJson(properties.key(parameter.name), bodyKeySchema(parameter));
            }
            if (!std::any_of(endpoint.parameters.begin(), endpoint.parameters.end(), isRequiredKey)) return;
            auto required = schema.array("required");
            for (const auto& parameter : endpoint.parameters)
                if (isRequiredKey(parameter)) required.add(parameter.name);
        });
}

/// What the JSON object is, as a named schema.
std::string objectSchema(const Endpoint& endpoint, const std::string& name, Components& components)
{
    const auto declared = endpoint.bodySchema.empty() ? std::string(R"({"type":"object"})") : endpoint.bodySchema;
    if (!endpoint.hasBodyParameters()) return components.add(name, declared);
    if (endpoint.body != FW_BODY_OBJECT) return components.add(name, keysSchema(endpoint));
    return components.add(name, R"({"allOf":)" + jsonArray({declared, keysSchema(endpoint)}) + "}");
}

std::string bodySchema(const Endpoint& endpoint, const std::string& name, Components& components)
{
    std::vector<std::string> choices{objectSchema(endpoint, name, components)};
    for (const auto& parameter : endpoint.parameters)
    {
        if (!parameter.bareBody) continue;
        choices.push_back(parameterSchema(parameter));
        if (!isRequired(endpoint)) choices.emplace_back(R"({"type":"null"})");
    }
    return anyOf(choices);
}

std::string help(const Endpoint& endpoint)
{
    const auto either = [](const Parameter& parameter) { return parameter.place == FW_QUERY_OR_BODY; };
    if (!std::any_of(endpoint.parameters.begin(), endpoint.parameters.end(), either)) return endpoint.bodyHelp;
    return endpoint.bodyHelp + (endpoint.bodyHelp.empty() ? "" : "\n\n") +
           "The keys may stand in the query as well, and the optional parameters of the query may be keys here; "
           "of what stands in both, the query's value counts.";
}

} // namespace

bool takesBody(const Endpoint& endpoint) { return endpoint.body != FW_BODY_NONE || endpoint.hasBodyParameters(); }

void writeRequestBody(JsonObject& operation, const Endpoint& endpoint, const std::string& name, Components& components)
{
    if (!takesBody(endpoint)) return;
    auto body = operation.object("requestBody");
    textUnlessEmpty(body, "description", help(endpoint));
    if (isRequired(endpoint)) body.field("required", true);
    auto content = body.object("content");
    if (endpoint.body == FW_BODY_RAW)
        content.object("*/*");
    else
        writeJson(content.object("application/json").key("schema"), bodySchema(endpoint, name, components));
}

} // namespace flyte_webhook::host
