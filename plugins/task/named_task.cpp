#include "named_task.h"
#include <flyte_webhook/flyte/failures.h>

namespace flyte_webhook::task
{

Endpoint& describeNamedTask(Endpoint& endpoint)
{
    endpoint.path("domain", "the task's domain", example("development"))
        .path("project", "the task's project", example("flytesnacks"))
        .path("name", "the task's name, environment.function", example("hello"))
        .query<std::string>("version", "the version; left out, the newest one")
        .guardedAs(Resource::task("domain", "project", "name"))
        .failure(404, "there is no such task, or no such version of it",
                 "Task hello with version latest in development/flytesnacks not found");
    flyte::describeFailures(endpoint);
    return endpoint;
}

flyte::Task findNamedTask(const Request& request, const flyte::Client& client, const flyte::Tasks& tasks, flyte::Tasks::Details details)
{
    const auto place = client.place().in(request.parameter<std::string>("project"), request.parameter<std::string>("domain"));
    return tasks.find(place, request.parameter<std::string>("name"), request.find<std::string>("version").value_or(""), details);
}

} // namespace flyte_webhook::task
