#pragma once
#include "control_plane/control_plane.h"
#include <string>

namespace flyte_webhook::host
{

/// How an attempt at a call ended.
struct CallStatus
{
    int code = 0;
    std::string message{};        ///< the control plane's words, or the protocol's in their place
    std::string error{};          ///< all that is known of a failure, with addresses; empty when code is 0
    bool reached = false;         ///< a server began to answer
    bool hasWords = false;        ///< the message can be told: the server's words, or a sentence without addresses
    bool neverSent = false;       ///< it is certain that no server got the call
    bool anotherProtocol = false; ///< the place does not speak this protocol, and executed nothing
};

/// What the caller gets to know: the message where there are words, but for internal detail, else a sentence of ours without addresses; the
/// full text as cause. No text holds a credential of the context.
ControlPlaneResult toResult(const CallStatus& status, const CallContext& context);

} // namespace flyte_webhook::host
