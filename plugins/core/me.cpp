#include "me.h"
#include <flyte_webhook/flyte/failures.h>
#include <flyte_webhook/flyte/identity.h>

namespace flyte_webhook::core
{

void Me::describe(Endpoint& endpoint)
{
    endpoint.get("me", "/me")
        .summary("Who the caller is")
        .description("The user or application that the request's credentials belong to, as the control plane knows it.")
        .reply(200, "the caller", R"({"type":"object","required":["subject","name"],"properties":{
            "subject":{"type":"string","description":"what the identity provider calls the caller"},
            "name":{"type":"string","description":"the name for people to read; may be empty"}},
            "examples":[{"subject":"alice","name":"Alice"}]})")
        .failure(401, "the credentials were not accepted", "Invalid credentials or unauthorized");
    flyte::describeFailures(endpoint);
}

void Me::handle(Request& request, Reply& reply)
{
    const auto user = flyte::Identity(request.controlPlane()).caller();
    request.callerIs(user.subject);
    reply.json().field("subject", user.subject).field("name", user.name);
}

} // namespace flyte_webhook::core
