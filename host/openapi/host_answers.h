#pragma once
#include "endpoints/endpoint.h"
#include <string>
#include <vector>

namespace flyte_webhook::host
{

/// An error that a step of the host answers, whatever the plugin does.
struct HostAnswer
{
    int status = 500;
    std::string help;
    std::string detail; ///< an example of what the client is told; empty: the status 422, which tells a list
};

/// The errors of the host's steps in front of an endpoint and behind it.
std::vector<HostAnswer> hostAnswers(const Endpoint& endpoint, bool authRequired);

} // namespace flyte_webhook::host
