#include "get_task_schema.h"
#include "named_task.h"
#include <flyte_webhook/flyte/json_schema.h>

namespace flyte_webhook::task
{

namespace
{

constexpr auto schema = R"({"type":"object","required":["name","version","description","inputs","outputs"],"properties":{
    "name":{"type":"string"},
    "version":{"type":"string"},
    "description":{"type":["string","null"],"description":"what the task says of itself"},
    "inputs":{"type":"object","description":"JSON schema (draft 2020-12) of the body of run_task, with an example"},
    "outputs":{"type":"object","description":"JSON schema (draft 2020-12) of a run's outputs"}},
    "examples":[{"name":"hello","version":"v1","description":null,
        "inputs":{"type":"object","properties":{"name":{"type":"string"}},"examples":[{"name":"text"}]},
        "outputs":{"type":"object","properties":{"greeting":{"type":"string"}}}}]})";

std::optional<std::string> descriptionOf(const flyteidl2::task::DocumentationEntity& documentation)
{
    const auto& text = documentation.long_description().empty() ? documentation.short_description() : documentation.long_description();
    return text.empty() ? std::nullopt : std::optional(text);
}

} // namespace

void GetTaskSchema::describe(Endpoint& endpoint)
{
    describeNamedTask(endpoint.get("get_task_schema", "/task/{domain}/{project}/{name}/schema"))
        .tellsTypes()
        .summary("The types of a task's inputs and outputs")
        .description("What the schema of the inputs accepts can be given to run_task.")
        .reply(200, "the schemas", schema);
}

void GetTaskSchema::handle(Request& request, Reply& reply)
{
    const auto task = findNamedTask(request, *_client, _client->tasks(request), flyte::Tasks::Details::Fresh);
    const auto& spec = task.details->spec();
    auto& json = reply.json();
    json.field("name", task.id.name()).field("version", task.id.version()).field("description", descriptionOf(spec.documentation()));
    flyte::writeInputsSchema(json.key("inputs"), spec);
    flyte::writeOutputsSchema(json.key("outputs"), spec);
}

} // namespace flyte_webhook::task
