#include "get_run.h"
#include <flyte_webhook/flyte/failures.h>
#include <flyte_webhook/flyte/phase.h>

namespace flyte_webhook::run
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

void GetRun::describe(Endpoint& endpoint)
{
    endpoint.get("get_run", "/run/{name}").summary("How far a run has come").path("name", "the run's name", example("run-1"));
    flyte::Place::describeQuery(endpoint).reply(200, "the run", schema).failure(404, "there is no such run", "Run run-1 not found");
    flyte::describeFailures(endpoint);
}

void GetRun::handle(Request& request, Reply& reply)
{
    const auto name = request.parameter<std::string>("name");
    const auto place = _client->place().of(request);
    const auto phase = _client->runs(request).phase(place, name);
    reply.json()
        .field("name", name)
        .field("phase", flyte::phaseName(phase))
        .field("url", _client->console().run(place, name))
        .field("done", flyte::isDone(phase));
}

} // namespace flyte_webhook::run
