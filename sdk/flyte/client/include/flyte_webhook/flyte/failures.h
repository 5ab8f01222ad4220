#pragma once
#include <flyte_webhook/plugin/endpoint.h>

namespace flyte_webhook::flyte
{

/// Describes the errors that every endpoint may answer which asks the control plane.
inline Endpoint& describeFailures(Endpoint& endpoint)
{
    return endpoint.failure(401, "the control plane does not accept the credentials", "Authentication credentials required")
        .failure(403, "the caller may not do that")
        .failure(502, "the control plane failed, or gave an answer that cannot be used")
        .failure(503, "the control plane cannot be reached; try again after the seconds in Retry-After")
        .failure(504, "the control plane did not answer in time");
}

} // namespace flyte_webhook::flyte
