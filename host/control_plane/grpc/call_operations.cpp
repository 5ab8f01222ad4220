#include "call_operations.h"
#include "control_plane/grpc/grpc_status.h"
#include <string>
#include <utility>

namespace flyte_webhook::host
{
namespace
{

grpc_op operation(grpc_op_type type)
{
    grpc_op result{};
    result.op = type;
    return result;
}

/// Before the headers of an answer have come, gRPC gives the name of the channel in place of the peer's address.
bool serverAnswers(grpc_call& call)
{
    const GrpcText peer(grpc_call_get_peer(&call));
    const std::string_view text = peer ? peer.get() : "";
    return text.substr(0, 5) == "ipv4:" || text.substr(0, 5) == "ipv6:";
}

} // namespace

CallOperations::CallOperations(CallMetadata& metadata, std::string_view message) : _metadata(metadata), _request(toBuffer(message)) {}

std::array<grpc_op, 4> CallOperations::send()
{
    std::array<grpc_op, 4> result{operation(GRPC_OP_SEND_INITIAL_METADATA), operation(GRPC_OP_SEND_MESSAGE),
                                  operation(GRPC_OP_SEND_CLOSE_FROM_CLIENT), operation(GRPC_OP_RECV_INITIAL_METADATA)};
    result[0].data.send_initial_metadata.count = _metadata.size();
    result[0].data.send_initial_metadata.metadata = _metadata.data();
    result[1].data.send_message.send_message = _request.get();
    result[3].data.recv_initial_metadata.recv_initial_metadata = _headers.get();
    return result;
}

grpc_op CallOperations::receive()
{
    auto result = operation(GRPC_OP_RECV_MESSAGE);
    result.data.recv_message.recv_message = &_received;
    return result;
}

grpc_op CallOperations::finish()
{
    auto result = operation(GRPC_OP_RECV_STATUS_ON_CLIENT);
    result.data.recv_status_on_client.trailing_metadata = _trailers.get();
    result.data.recv_status_on_client.status = &_code;
    result.data.recv_status_on_client.status_details = &_text.get();
    result.data.recv_status_on_client.error_string = &_error;
    return result;
}

bool CallOperations::takeMessage(std::string& message)
{
    const GrpcBuffer received(std::exchange(_received, nullptr));
    return received && readBuffer(*received, message);
}

CallStatus CallOperations::status(grpc_call& call)
{
    const GrpcText error(const_cast<char*>(std::exchange(_error, nullptr)));
    return grpcStatus(static_cast<int>(_code), std::string(_text.view()), error ? error.get() : "", serverAnswers(call));
}

} // namespace flyte_webhook::host
