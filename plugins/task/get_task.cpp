#include "get_task.h"
#include "named_task.h"
#include "task_traits.h"

namespace flyte_webhook::task
{

namespace
{

constexpr auto schema = R"({"type":"object",
    "required":["name","version","task_type","required_args","default_input_args","cache","secrets"],"properties":{
    "name":{"type":"string"},
    "version":{"type":"string"},
    "task_type":{"type":"string"},
    "required_args":{"type":"array","items":{"type":"string"},"description":"inputs without a default, in the interface's order"},
    "default_input_args":{"type":"array","items":{"type":"string"},"description":"inputs that may be left out"},
    "cache":{"type":"object","required":["behavior","version_override","serialize"],"properties":{
        "behavior":{"type":"string","enum":["disable","override","auto"]},
        "version_override":{"type":["string","null"]},
        "serialize":{"type":"boolean"}}},
    "secrets":{"type":"array","items":{"type":"string"},"description":"keys of the secrets that the task reads"}},
    "examples":[{"name":"hello","version":"v1","task_type":"python","required_args":[],"default_input_args":["name","times"],
        "cache":{"behavior":"disable","version_override":null,"serialize":false},"secrets":[]}]})";

void write(JsonArray array, const std::vector<std::string>& texts)
{
    for (const auto& text : texts) array.add(text);
}

void write(JsonObject& json, const TaskTraits& traits)
{
    json.field("task_type", traits.type);
    write(json.array("required_args"), traits.requiredArgs);
    write(json.array("default_input_args"), traits.defaultInputArgs);
    json.object("cache")
        .field("behavior", traits.cache.behavior)
        .field("version_override", traits.cache.versionOverride)
        .field("serialize", traits.cache.serialize);
    write(json.array("secrets"), traits.secrets);
}

} // namespace

void GetTask::describe(Endpoint& endpoint)
{
    describeNamedTask(endpoint.get("get_task", "/task/{domain}/{project}/{name}"))
        .summary("What a task takes and how it runs")
        .reply(200, "the task", schema);
}

void GetTask::handle(Request& request, Reply& reply)
{
    const auto task = findNamedTask(request, *_client, _client->tasks(request), flyte::Tasks::Details::Fresh);
    write(reply.json().field("name", task.id.name()).field("version", task.id.version()), traitsOf(task.details->spec()));
}

} // namespace flyte_webhook::task
