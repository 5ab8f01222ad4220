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
    if (!guard.selfRefusal.empty()) answers.push_back({ErrorKind::Self, guard.selfRefusal});
    answers.push_back({ErrorKind::NotInAllowlist, notAllowed(guard.kind, names)});
}

} // namespace

std::vector<HostAnswer> hostAnswers(const Endpoint& endpoint, bool authRequired)
{
    std::vector<HostAnswer> answers;
    if (!endpoint.open && authRequired) answers.push_back({ErrorKind::NoCredentials, "Authentication credentials required"});
    if (endpoint.guard) addGuard(endpoint, answers);
    if (takesBody(endpoint))
    {
        answers.push_back({ErrorKind::BodyTooLarge, "The request's body is too large"});
        answers.push_back({ErrorKind::EncodedBody, "The request's body must not be encoded"});
    }
    if (takesBody(endpoint) || !endpoint.parameters.empty()) answers.push_back({ErrorKind::InvalidRequest, {}});
    answers.push_back({ErrorKind::ServerFailed, "Internal Server Error"});
    answers.push_back({ErrorKind::Overloaded, "The server has too much to do at the moment"});
    return answers;
}

} // namespace flyte_webhook::host
