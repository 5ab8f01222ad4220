#include "abort_prefetch.h"
#include <flyte_webhook/flyte/failures.h>

namespace flyte_webhook::prefetch
{

namespace
{

constexpr auto schema = R"({"type":"object","required":["name","status","reason"],"properties":{
    "name":{"type":"string"},
    "status":{"type":"string","const":"abort_requested"},
    "reason":{"type":"string"}},"examples":[{"name":"run-1","status":"abort_requested","reason":"Aborted via webhook API"}]})";

} // namespace

void AbortPrefetch::describe(Endpoint& endpoint)
{
    endpoint.post("abort_prefetch_hf_model", "/prefetch/hf-model/{run_name}/abort")
        .summary("Asks for the end of a prefetch")
        .description("A run that is done already stays as it is, with its phase and its outputs.")
        .path("run_name", "the run's name", example("run-1"))
        .query<std::string>("reason", "Aborted via webhook API", "why, for those who look at the run");
    flyte::Place::describeQuery(endpoint)
        .reply(200, "asked for, or done already", schema)
        .failure(404, "there is no such run, or it is none of the prefetch task", "Run run-1 not found");
    flyte::describeFailures(endpoint);
}

void AbortPrefetch::handle(Request& request, Reply& reply)
{
    const auto name = request.parameter<std::string>("run_name");
    const auto reason = request.parameter<std::string>("reason");
    const auto run = _runs->find(request, name);
    _runs->client().runs(request).abort(_runs->place(request), name, reason, run.action().status().phase());
    reply.json().field("name", name).field("status", "abort_requested").field("reason", reason);
}

} // namespace flyte_webhook::prefetch
