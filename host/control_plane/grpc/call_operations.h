#pragma once
#include "control_plane/call_result.h"
#include "control_plane/grpc/call_metadata.h"
#include "control_plane/grpc/grpc_handles.h"
#include <array>
#include <vector>

namespace flyte_webhook::host
{

/// The operations of a call that sends one message. They refer to this object, which must live until the call is destroyed; so must the
/// metadata. Thread: one at a time.
class CallOperations
{
public:
    CallOperations(CallMetadata& metadata, std::string_view message);

    /// Sends everything there is to send, and takes the headers of the answer.
    std::array<grpc_op, 4> send();
    /// Waits for the next message.
    grpc_op receive();
    /// Waits for the end of the call.
    grpc_op finish();

    /// Moves the message that a done receive() brought into `message`; false when it brought none.
    bool takeMessage(std::string& message);
    /// How the call ended, once finish() is done.
    CallStatus status(grpc_call& call);

private:
    CallMetadata& _metadata;
    GrpcBuffer _request;
    GrpcReceivedMetadata _headers, _trailers;
    grpc_byte_buffer* _received = nullptr;
    grpc_status_code _code = GRPC_STATUS_UNKNOWN;
    GrpcSlice _text;
    const char* _error = nullptr;
};

} // namespace flyte_webhook::host
