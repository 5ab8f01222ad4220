#include "operation.h"
#include "openapi/host_answers.h"
#include "openapi/json_text.h"
#include "openapi/parameter_schema.h"
#include "openapi/request_body.h"
#include "openapi/responses.h"

namespace flyte_webhook::host
{

namespace
{

/// Whether a parameter is asked for outside of the body.
bool isListed(const Parameter& parameter) { return parameter.place == FW_PATH || parameter.inQuery(); }

std::string help(const Parameter& parameter)
{
    if (parameter.place != FW_QUERY_OR_BODY || !parameter.required) return parameter.help;
    return parameter.help + (parameter.help.empty() ? "" : "; ") + "may be a key of the body instead";
}

void writeParameter(JsonObject& object, const Parameter& parameter)
{
    object.field("name", parameter.name).field("in", parameter.place == FW_PATH ? "path" : "query").field("required", parameter.required);
    textUnlessEmpty(object, "description", help(parameter));
    writeJson(object.key("schema"), parameterSchema(parameter));
}

void writeParameters(JsonObject& operation, const Endpoint& endpoint)
{
    auto parameters = operation.array("parameters");
    for (const auto& parameter : endpoint.parameters)
    {
        if (!isListed(parameter)) continue;
        auto object = parameters.object();
        writeParameter(object, parameter);
    }
}

void writeResponses(JsonObject& operation, const Api& api, const Endpoint& endpoint, Components& components)
{
    Responses responses(endpoint, components);
    for (const auto& reply : endpoint.replies) responses.add(reply);
    for (const auto& answer : hostAnswers(endpoint, api.authRequired)) responses.add(answer);
    auto object = operation.object("responses");
    responses.writeTo(object);
}

} // namespace

void writeOperation(JsonObject& operation, const Api& api, const ApiGroup& group, const Endpoint& endpoint, Components& components)
{
    operation.array("tags").add(group.name);
    textUnlessEmpty(operation, "summary", endpoint.summary);
    textUnlessEmpty(operation, "description", endpoint.description);
    operation.field("operationId", endpoint.id);
    writeParameters(operation, endpoint);
    writeRequestBody(operation, endpoint, components);
    writeResponses(operation, api, endpoint, components);
    if (endpoint.open && api.authRequired) operation.array("security");
}

} // namespace flyte_webhook::host
