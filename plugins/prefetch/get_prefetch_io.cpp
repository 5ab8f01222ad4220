#include "get_prefetch_io.h"
#include <flyte_webhook/flyte/failures.h>
#include <flyte_webhook/flyte/phase.h>
#include <flyte_webhook/flyte/run_io.h>

namespace flyte_webhook::prefetch
{

namespace
{

const std::string schema = std::string(R"({"type":"object","required":["name","phase","inputs","outputs"],"properties":{
    "name":{"type":"string"},
    "phase":)") + flyte::phaseSchema +
                           R"(,
    "inputs":{"type":["object","null"],"additionalProperties":true,"description":"by name, as the task's interface types them"},
    "outputs":{"type":["object","null"],"additionalProperties":true,"description":"where the model lies; null until the run is done, and when it made nothing"}},
    "examples":[{"name":"run-1","phase":"running","inputs":{"repo":"sandbox-models/tiny-greeter"},"outputs":null}]})";

} // namespace

void GetPrefetchIo::describe(Endpoint& endpoint)
{
    endpoint.get("get_prefetch_hf_model_io", "/prefetch/hf-model/{run_name}/io")
        .summary("Inputs and outputs of a prefetch")
        .path("run_name", "the run's name", example("run-1"));
    flyte::Place::describeQuery(endpoint)
        .reply(200, "inputs and outputs", schema)
        .failure(404, "there is no such run, it is none of the prefetch task, or its inputs and outputs are not recorded yet",
                 "Run run-1 not found or I/O unavailable");
    flyte::describeFailures(endpoint);
}

void GetPrefetchIo::handle(Request& request, Reply& reply)
{
    const auto name = request.parameter<std::string>("run_name");
    auto run = _runs->find(request, name, flyte::RunIo::unavailable);
    const auto io = flyte::RunIo::read(std::move(run), _runs->client().data(request), _runs->place(request), name);
    io.writeTo(reply.json().field("name", name).field("phase", flyte::phaseName(io.phase())));
}

} // namespace flyte_webhook::prefetch
