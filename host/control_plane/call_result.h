#pragma once
#include "control_plane/control_plane.h"
#include <string>

namespace flyte_webhook::host
{

/// How gRPC says that a call ended.
struct CallStatus
{
    int code = 0;
    std::string message;  ///< the server's words, or gRPC's own
    std::string error;    ///< gRPC's full text, with addresses; empty when code is 0
    bool reached = false; ///< a server began to answer

    /// Whether the words are the server's, and not gRPC's in its place.
    bool fromServer() const;

    /// Whether it is certain that the call never left for a server: there was no connection.
    bool neverSent() const;
};

/// What the caller gets to know: the server's words where it spoke, else a sentence of ours without addresses; gRPC's full text as cause.
/// No text holds a credential of the context.
ControlPlaneResult toResult(const CallStatus& status, const CallContext& context);

} // namespace flyte_webhook::host
