#include "run_task.h"
#include "named_task.h"
#include <flyte_webhook/flyte/values.h>
#include <flyteidl2/task/common.pb.h>

namespace flyte_webhook::task
{

namespace
{

constexpr auto schema = R"({"anyOf":[{"$ref":"#/$defs/Run"},{"$ref":"#/$defs/DryRun"}],"$defs":{
    "Run":{"type":"object","required":["url","name"],"properties":{
        "url":{"type":"string","format":"uri","description":"the run's page in the console"},
        "name":{"type":"string","description":"the run's name"}}},
    "DryRun":{"type":"object","required":["task","inputs"],"properties":{
        "task":{"$ref":"#/$defs/TaskVersion"},
        "inputs":{"type":"object","additionalProperties":true,"description":"all inputs as they would be stored, defaults filled in"}}},
    "TaskVersion":{"type":"object","required":["domain","project","name","version"],"properties":{
        "domain":{"type":"string"},"project":{"type":"string"},"name":{"type":"string"},
        "version":{"type":"string","description":"the version that would run"}}}},
    "examples":[{"url":"https://acme.hosted.example.com/v2/domain/development/project/flytesnacks/runs/run-1","name":"run-1"}]})";

/// What would run, and with what.
void tell(Reply& reply, const flyte::Task& task, const flyteidl2::task::Inputs& inputs)
{
    auto& json = reply.json();
    json.object("task")
        .field("domain", task.id.domain())
        .field("project", task.id.project())
        .field("name", task.id.name())
        .field("version", task.id.version());
    flyte::writeLiterals(json.key("inputs"), inputs, &task.details->spec().task_template().interface().inputs());
}

} // namespace

void RunTask::describe(Endpoint& endpoint)
{
    describeNamedTask(endpoint.post("run_task", "/run-task/{domain}/{project}/{name}"))
        .takesTypes()
        .summary("Starts a run of a task")
        .description(
            "The run is made in the configured project and domain, wherever the task is registered. It is answered at once; ask for "
            "the run to see how far it has come.")
        .query<bool>("dry_run", false, "start nothing; answer which version would run, and with which inputs")
        .bodyObject("the task's inputs by name; those with a default may be left out",
                    R"({"type":"object","additionalProperties":true,"examples":[{"name":"Ada"}]})")
        .reply(200, "the run; or what would run, for a dry run", schema)
        .failure(400, "inputs are missing, are none of the task's, or are of another type", "Missing required inputs: name")
        .failure(429, "the control plane takes no more runs at present");
}

void RunTask::handle(Request& request, Reply& reply)
{
    const auto tasks = _client->tasks(request);
    auto task = findNamedTask(request, *_client, tasks, flyte::Tasks::Details::Kept);
    auto inputs = inputsOf(request, tasks, task);
    if (request.parameter<bool>("dry_run")) return tell(reply, task, inputs);
    const auto& runPlace = _client->place();
    const auto run = start(request, runPlace, tasks, task, std::move(inputs));
    reply.json().field("url", _client->console().run(runPlace, run)).field("name", run);
}

/// What does not fit an interface of a short while ago may fit the present one.
flyteidl2::task::Inputs RunTask::inputsOf(const Request& request, const flyte::Tasks& tasks, flyte::Task& task) const
{
    const auto given = request.json();
    try
    {
        return flyte::toInputs(task.details->spec(), given);
    }
    catch (const InvalidArgument&)
    {
        if (!task.kept) throw;
    }
    tasks.refresh(task);
    return flyte::toInputs(task.details->spec(), given);
}

std::string RunTask::start(const Request& request, const flyte::Place& place, const flyte::Tasks& tasks, const flyte::Task& task,
                           flyteidl2::task::Inputs inputs) const
{
    try
    {
        return _client->launcher(request).start(place, task.id, std::move(inputs)).name;
    }
    catch (const CallError&)
    {
        tasks.forget(task);
        throw;
    }
}

} // namespace flyte_webhook::task
