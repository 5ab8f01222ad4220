#include "get_task.h"
#include "task_traits.h"
#include <flyte_webhook/flyte/failures.h>

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
    "secrets":{"type":"array","items":{"type":"string"},"description":"keys of the secrets that the task reads"}}})";

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
    endpoint.get("get_task", "/task/{domain}/{project}/{name}")
        .summary("What a task takes and how it runs")
        .path("domain", "the task's domain")
        .path("project", "the task's project")
        .path("name", "the task's name, environment.function")
        .query<std::string>("version", "the version; left out, the newest one")
        .guardedAs(Resource::task("domain", "project", "name"))
        .reply(200, "the task", schema)
        .failure(404, "there is no such task, or no such version of it");
    flyte::describeFailures(endpoint);
}

void GetTask::handle(Request& request, Reply& reply)
{
    const auto place = _client->place().in(request.parameter<std::string>("project"), request.parameter<std::string>("domain"));
    const auto version = request.find<std::string>("version").value_or("");
    const auto task = _client->tasks(request).find(place, request.parameter<std::string>("name"), version, flyte::Tasks::Details::Fresh);
    write(reply.json().field("name", task.id.name()).field("version", task.id.version()), traitsOf(task.details->spec()));
}

} // namespace flyte_webhook::task
