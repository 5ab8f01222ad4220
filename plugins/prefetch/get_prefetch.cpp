#include "get_prefetch.h"
#include <flyte_webhook/flyte/failures.h>
#include <flyte_webhook/flyte/phase.h>

namespace flyte_webhook::prefetch
{

namespace
{

const std::string schema = std::string(R"({"type":"object","required":["name","phase","url","done"],"properties":{
    "name":{"type":"string"},
    "phase":)") + flyte::phaseSchema +
                           R"(,
    "url":{"type":"string","format":"uri","description":"the run's page in the console"},
    "done":{"type":"boolean","description":"nothing will happen any more"}},
    "examples":[{"name":"run-1","phase":"running","url":"https://acme.hosted.example.com/v2/domain/development/project/flytesnacks/runs/run-1","done":false}]})";

} // namespace

void GetPrefetch::describe(Endpoint& endpoint)
{
    endpoint.get("get_prefetch_hf_model", "/prefetch/hf-model/{run_name}")
        .summary("How far a prefetch has come")
        .path("run_name", "the run's name", example("run-1"));
    flyte::Place::describeQuery(endpoint)
        .reply(200, "the run", schema)
        .failure(404, "there is no such run, or it is none of the prefetch task", "Run run-1 not found");
    flyte::describeFailures(endpoint);
}

void GetPrefetch::handle(Request& request, Reply& reply)
{
    const auto name = request.parameter<std::string>("run_name");
    const auto phase = _runs->find(request, name).action().status().phase();
    reply.json()
        .field("name", name)
        .field("phase", flyte::phaseName(phase))
        .field("url", _runs->client().console().run(_runs->place(request), name))
        .field("done", flyte::isDone(phase));
}

} // namespace flyte_webhook::prefetch
