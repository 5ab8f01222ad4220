#pragma once
#include "control_plane/call_result.h"

namespace flyte_webhook::host
{

/// What gRPC's words say of how a call ended. `error` is its full text; `reached`: a server began to answer.
CallStatus grpcStatus(int code, std::string message, std::string error, bool reached);

} // namespace flyte_webhook::host
