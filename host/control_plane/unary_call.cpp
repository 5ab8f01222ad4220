#include "unary_call.h"
#include "control_plane/call_operations.h"

namespace flyte_webhook::host
{
namespace
{

void perform(grpc_call& call, grpc_completion_queue* queue, CallOperations& operations, Cancellation& cancellation)
{
    const auto send = operations.send();
    const std::array<grpc_op, 6> all{send[0], send[1], send[2], send[3], operations.receive(), operations.finish()};
    startBatch(call, all.data(), all.size(), &operations);
    const Cancellation::Action cancel(cancellation, [&call] { grpc_call_cancel(&call, nullptr); });
    awaitTag(queue, &operations);
}

} // namespace

CallStatus sendOnce(const UnaryCall& call, grpc_channel& channel, std::string& answer)
{
    CallOperations operations(call.metadata, call.message);
    const GrpcQueue queue(grpc_completion_queue_create_for_pluck(nullptr));
    const GrpcCall handle(grpc_channel_create_call(&channel, nullptr, 0, queue.get(), GrpcSlice(call.path).get(), nullptr,
                                                   toGrpcTime(call.deadline), nullptr));
    perform(*handle, queue.get(), operations, call.cancellation);
    const bool answered = operations.takeMessage(answer);
    auto status = operations.status(*handle);
    if (status.code == grpc_code::ok && !answered)
        status = {grpc_code::internal, "the answer holds no message", "OK without a message", true};
    return status;
}

} // namespace flyte_webhook::host
