#pragma once
#include "endpoints/endpoint.h"
#include <flyte_webhook/plugin/error_kind.h>
#include <string>
#include <vector>

namespace flyte_webhook::host
{

/// An error that a step of the host answers, whatever the plugin does.
struct HostAnswer
{
    ErrorKind kind = ErrorKind::ServerFailed;
    std::string detail; ///< an example of what the client is told; empty: a list is told
};

/// The errors of the host's steps in front of an endpoint and behind it.
std::vector<HostAnswer> hostAnswers(const Endpoint& endpoint, bool authRequired);

} // namespace flyte_webhook::host
