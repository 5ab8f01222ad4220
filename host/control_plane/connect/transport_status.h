#pragma once
#include "control_plane/call_result.h"
#include "transport/transport_failure.h"

namespace flyte_webhook::host
{

/// What a fault of a connection makes of a call. `reached`: something of an answer had come; `sent`: something of the request may have
/// left.
CallStatus transportStatus(const transport::TransportFailure& failure, bool reached, bool sent);

} // namespace flyte_webhook::host
