#include "set_trigger.h"
#include <flyte_webhook/flyte/failures.h>

namespace flyte_webhook::trigger
{

namespace
{

constexpr auto schema = R"({"type":"object","required":["task_name","trigger_name","active"],"properties":{
    "task_name":{"type":"string"},
    "trigger_name":{"type":"string"},
    "active":{"type":"boolean","description":"whether it starts its task from now on"}},
    "examples":[{"task_name":"hello","trigger_name":"every-ten-seconds","active":true}]})";

} // namespace

void SetTrigger::describe(Endpoint& endpoint)
{
    endpoint.path("task_name", "the name of the trigger's task, environment.function", example("hello"))
        .path("trigger_name", "the trigger's name", example("every-ten-seconds"))
        .guardedAs(Resource::trigger("task_name", "trigger_name"));
    flyte::Place::describeQuery(endpoint)
        .reply(200, "the trigger", schema)
        .failure(404, "the task has no such trigger", "Trigger hello/every-ten-seconds not found");
    flyte::describeFailures(endpoint);
}

void SetTrigger::handle(Request& request, Reply& reply)
{
    const auto task = request.parameter<std::string>("task_name"), name = request.parameter<std::string>("trigger_name");
    _client->triggers(request).set(_client->place().of(request), task, name, _active);
    reply.json().field("task_name", task).field("trigger_name", name).field("active", _active);
}

void ActivateTrigger::describe(Endpoint& endpoint)
{
    endpoint.post("activate_trigger", "/trigger/{task_name}/{trigger_name}/activate").summary("Lets a trigger start its task");
    SetTrigger::describe(endpoint);
}

void DeactivateTrigger::describe(Endpoint& endpoint)
{
    endpoint.post("deactivate_trigger", "/trigger/{task_name}/{trigger_name}/deactivate").summary("Keeps a trigger from starting its task");
    SetTrigger::describe(endpoint);
}

} // namespace flyte_webhook::trigger
