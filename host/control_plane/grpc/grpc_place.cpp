#include "grpc_place.h"
#include "control_plane/grpc/call_operations.h"
#include "control_plane/grpc/grpc_stream.h"

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

CallStatus sendOver(grpc_channel& channel, const WireCall& call, std::string& answer)
{
    CallMetadata metadata(call.context);
    CallOperations operations(metadata, call.message);
    const GrpcQueue queue(grpc_completion_queue_create_for_pluck(nullptr));
    const GrpcCall handle(grpc_channel_create_call(&channel, nullptr, 0, queue.get(), GrpcSlice(call.path).get(), nullptr,
                                                   toGrpcTime(call.deadline), nullptr));
    perform(*handle, queue.get(), operations, call.context.cancellation);
    const bool answered = operations.takeMessage(answer);
    auto status = operations.status(*handle);
    if (status.code == grpc_code::ok && !answered)
        status = {grpc_code::internal, "the answer holds no message", "OK without a message", true, true};
    return status;
}

} // namespace

GrpcPlace::GrpcPlace(const ControlPlaneEndpoint& endpoint, const TlsRoots& roots, std::size_t connections,
                     std::shared_ptr<GrpcRuntime> runtime)
    : _runtime(std::move(runtime)), _channels(std::make_shared<Channels>(endpoint, roots, connections))
{
}

CallStatus GrpcPlace::send(const WireCall& call, std::string& answer)
{
    auto status = sendOver(*_channels->next(), call, answer);
    if (status.code == grpc_code::unavailable && !status.hasWords) _runtime->reconnector.help(_channels);
    return status;
}

std::unique_ptr<ControlPlaneStream> GrpcPlace::open(const WireCall& call) { return std::make_unique<GrpcStream>(_channels, call); }

bool GrpcPlace::connected()
{
    const bool connected = _channels->connected();
    if (!connected) _runtime->reconnector.help(_channels);
    return connected;
}

std::shared_ptr<Place> GrpcPlaces::make(const ControlPlaneEndpoint& endpoint)
{
    const std::lock_guard lock(_mutex);
    if (!_runtime) _runtime = std::make_shared<GrpcRuntime>();
    return std::make_shared<GrpcPlace>(endpoint, _roots, _connections, _runtime);
}

} // namespace flyte_webhook::host
