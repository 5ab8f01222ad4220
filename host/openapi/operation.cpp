#include "operation.h"
#include "openapi/host_answers.h"
#include "openapi/json_text.h"
#include "openapi/parameter_schema.h"
#include "openapi/request_body.h"
#include "openapi/responses.h"
#include "openapi/schema_examples.h"

namespace flyte_webhook::host
{

namespace
{

/// Whether a parameter is asked for outside of the body.
bool isListed(const Parameter& parameter) { return parameter.place == FW_PATH || isShownInQuery(parameter); }

void writeParameter(JsonObject& object, const Parameter& parameter)
{
    object.field("name", parameter.name).field("in", parameter.place == FW_PATH ? "path" : "query").field("required", parameter.required);
    textUnlessEmpty(object, "description", parameter.help);
    writeJson(object.key("schema"), parameterSchema(parameter));
    // Pages fill it in, so one that may be left out has none here.
    if (const auto example = firstExample(parameter.schema); parameter.required && !example.empty())
        writeJson(object.key("example"), example);
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

void writeResponses(JsonObject& operation, const Endpoint& endpoint, bool authRequired, Components& components)
{
    Responses responses(endpoint, components);
    for (const auto& reply : endpoint.replies) responses.add(reply);
    for (const auto& answer : hostAnswers(endpoint, authRequired)) responses.add(answer);
    auto object = operation.object("responses");
    responses.writeTo(object);
}

} // namespace

void writeOperation(JsonObject& object, const Operation& operation, bool authRequired, Components& components)
{
    const auto& endpoint = operation.endpoint;
    object.array("tags").add(operation.tag);
    textUnlessEmpty(object, "summary", endpoint.summary);
    textUnlessEmpty(object, "description", endpoint.description);
    object.field("operationId", operation.id);
    writeParameters(object, endpoint);
    writeRequestBody(object, endpoint, schemaName(operation.id) + "Body", components);
    writeResponses(object, endpoint, authRequired, components);
    if (endpoint.open && authRequired) object.array("security");
}

} // namespace flyte_webhook::host
