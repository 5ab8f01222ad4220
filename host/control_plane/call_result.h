#pragma once
#include "control_plane/control_plane.h"
#include <string>

namespace flyte_webhook::host
{

/// How gRPC says that a call ended.
struct CallStatus
{
    int code = 0;
    std::string message; ///< the server's words, or gRPC's own
    std::string error;   ///< gRPC's full text, with addresses; empty when code is 0
    bool sent = false;   ///< it left for a server: whether that worked on it is not known

    /// Whether the server said so, and not gRPC in its place.
    bool fromServer() const;
};

/// What the caller gets to know: the server's words where it spoke, else a sentence of ours without addresses; gRPC's full text as cause.
/// No text holds a credential of the context.
ControlPlaneResult toResult(const CallStatus& status, const CallContext& context);

} // namespace flyte_webhook::host
