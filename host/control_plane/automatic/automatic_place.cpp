#include "automatic_place.h"
#include "control_plane/automatic/automatic_stream.h"

namespace flyte_webhook::host
{

Place& AutomaticPlace::grpc()
{
    std::call_once(_made, [this] { _grpc = _makeGrpc(); });
    return *_grpc;
}

CallStatus AutomaticPlace::send(const WireCall& call, std::string& answer)
{
    if (!_speaksGrpc)
    {
        auto status = _connect->send(call, answer);
        if (!status.anotherProtocol) return status;
    }
    auto status = grpc().send(call, answer);
    // Whoever does not answer over gRPC any more may have changed: the next call finds out.
    if (status.reached || status.code == grpc_code::unavailable) _speaksGrpc = status.reached;
    return status;
}

std::unique_ptr<ControlPlaneStream> AutomaticPlace::open(const WireCall& call)
{
    if (_speaksGrpc) return openOverGrpc(call);
    return std::make_unique<AutomaticStream>(shared_from_this(), call, _connect->begin(call));
}

std::unique_ptr<ControlPlaneStream> AutomaticPlace::openOverGrpc(const WireCall& call) { return grpc().open(call); }

bool AutomaticPlace::connected() { return _connect->connected(); }

} // namespace flyte_webhook::host
