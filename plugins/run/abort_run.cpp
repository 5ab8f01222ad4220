#include "abort_run.h"
#include <flyte_webhook/flyte/failures.h>

namespace flyte_webhook::run
{

namespace
{

constexpr auto schema = R"({"type":"object","required":["name","status","reason"],"properties":{
    "name":{"type":"string"},
    "status":{"type":"string","const":"abort_requested"},
    "reason":{"type":"string"}},"examples":[{"name":"run-1","status":"abort_requested","reason":"Aborted via webhook API"}]})";

} // namespace

void AbortRun::describe(Endpoint& endpoint)
{
    endpoint.post("abort_run", "/run/{name}/abort")
        .summary("Asks for the end of a run")
        .description("A run that is done already stays as it is, with its phase and its outputs.")
        .path("name", "the run's name", example("run-1"))
        .query<std::string>("reason", "Aborted via webhook API", "why, for those who look at the run");
    flyte::Place::describeQuery(endpoint)
        .reply(200, "asked for, or done already", schema)
        .failure(404, "there is no such run", "Run run-1 not found");
    flyte::describeFailures(endpoint);
}

void AbortRun::handle(Request& request, Reply& reply)
{
    const auto name = request.parameter<std::string>("name");
    const auto reason = request.parameter<std::string>("reason");
    _client->runs(request).abort(_client->place().of(request), name, reason);
    reply.json().field("name", name).field("status", "abort_requested").field("reason", reason);
}

} // namespace flyte_webhook::run
