#include "host_answers.h"
#include "endpoints/refusal.h"
#include "openapi/request_body.h"

namespace flyte_webhook::host
{

namespace
{

void addGuard(const Endpoint& endpoint, std::vector<HostAnswer>& answers)
{
    const auto& guard = *endpoint.guard;
    std::vector<std::string> names;
    for (const auto index : guard.parameters) names.push_back("{" + endpoint.parameters[index].name + "}");
    if (!guard.selfRefusal.empty()) answers.push_back({400, "it is this service itself", guard.selfRefusal});
    answers.push_back({403, "the operator does not allow it", notAllowed(guard.kind, names)});
}

} // namespace

std::vector<HostAnswer> hostAnswers(const Endpoint& endpoint, bool authRequired)
{
    std::vector<HostAnswer> answers;
    if (!endpoint.open && authRequired) answers.push_back({401, "no credentials were sent", "Authentication credentials required"});
    if (endpoint.guard) addGuard(endpoint, answers);
    if (takesBody(endpoint))
    {
        answers.push_back({413, "the body is larger than the server takes", "The request's body is too large"});
        answers.push_back({415, "the body is compressed", "The request's body must not be encoded"});
    }
    if (takesBody(endpoint) || !endpoint.parameters.empty()) answers.push_back({422, "parameters or body are not as described", {}});
    answers.push_back({500, "the server failed; its log says why", "Internal Server Error"});
    answers.push_back({503, "the server has too much to do", "The server has too much to do at the moment"});
    return answers;
}

} // namespace flyte_webhook::host
