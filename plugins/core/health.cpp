#include "health.h"

namespace flyte_webhook::core
{

void Health::describe(Endpoint& endpoint)
{
    endpoint.get("health", "/health")
        .summary("Whether the server answers")
        .description("For load balancers and probes: needs no credentials and asks nothing of the control plane.")
        .open()
        .reply(
            200, "it does",
            R"({"type":"object","required":["status"],"properties":{"status":{"type":"string","const":"healthy"}},"examples":[{"status":"healthy"}]})");
}

void Health::handle(Request&, Reply& reply) { reply.json().field("status", "healthy"); }

} // namespace flyte_webhook::core
