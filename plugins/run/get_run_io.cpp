#include "get_run_io.h"
#include <flyte_webhook/flyte/failures.h>
#include <flyte_webhook/flyte/run_io.h>

namespace flyte_webhook::run
{

namespace
{

constexpr auto schema = R"({"type":"object","required":["name","inputs","outputs"],"properties":{
    "name":{"type":"string"},
    "inputs":{"type":["object","null"],"additionalProperties":true,"description":"by name, as the task's interface types them"},
    "outputs":{"type":["object","null"],"additionalProperties":true,"description":"by name; null until the run is done, and when it made none"}},
    "examples":[{"name":"run-1","inputs":{"name":"Ada","times":1},"outputs":{"greeting":"Hello, Ada!"}}]})";

} // namespace

void GetRunIo::describe(Endpoint& endpoint)
{
    endpoint.get("get_run_io", "/run/{name}/io").summary("Inputs and outputs of a run").path("name", "the run's name", example("run-1"));
    flyte::Place::describeQuery(endpoint)
        .reply(200, "inputs and outputs", schema)
        .failure(404, "there is no such run, or its inputs and outputs are not recorded yet", "Run run-1 not found or I/O unavailable");
    flyte::describeFailures(endpoint);
}

void GetRunIo::handle(Request& request, Reply& reply)
{
    const auto name = request.parameter<std::string>("name");
    const auto io = flyte::RunIo::read(_client->runs(request), _client->data(request), _client->place().of(request), name);
    io.writeTo(reply.json().field("name", name));
}

} // namespace flyte_webhook::run
