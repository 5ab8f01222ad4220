#include "automatic_place.h"
#include "control_plane/automatic/automatic_stream.h"
#include "control_plane/connect/answer_kind.h"

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
        auto status = sendOverConnect(call, answer);
        if (!status.anotherProtocol) return status;
    }
    auto status = grpc().send(call, answer);
    // Whoever does not answer over gRPC any more may have changed: the next call finds out.
    if (status.reached)
        rememberGrpc();
    else if (status.code == grpc_code::unavailable)
        _speaksGrpc = false;
    return status;
}

/// A place that broke off without a word, and was never met, may take HTTP/2 alone and say nothing to others: that is asked for then. A
/// call that may have an effect is left alone all the same: it does not know what became of it.
CallStatus AutomaticPlace::sendOverConnect(const WireCall& call, std::string& answer)
{
    if (wouldBeLost(call) && _connect->takesHttp2(call)) return anotherProtocol("it greets in HTTP/2, as before");
    auto status = _connect->send(call, answer);
    if (status.reached && !status.anotherProtocol && !_speaksConnect) _speaksConnect = true;
    const bool brokeOff = status.code == grpc_code::unavailable && !status.reached && !status.neverSent;
    if (!brokeOff || _speaksConnect || !_connect->takesHttp2(call)) return status;
    rememberGrpc();
    status.anotherProtocol = call.repeatable;
    return status;
}

/// A call that may not be sent twice is nothing to find out with, whether a place that spoke gRPC until now speaks something else.
bool AutomaticPlace::wouldBeLost(const WireCall& call) const { return !call.repeatable && _spokeGrpc && !_speaksConnect; }

/// Each call says it: only the first writes.
void AutomaticPlace::rememberGrpc()
{
    if (!_spokeGrpc) _spokeGrpc = true;
    if (!_speaksGrpc) _speaksGrpc = true;
}

std::unique_ptr<ControlPlaneStream> AutomaticPlace::open(const WireCall& call)
{
    if (_speaksGrpc) return openOverGrpc(call);
    return std::make_unique<AutomaticStream>(shared_from_this(), call, _connect->begin(call));
}

std::unique_ptr<ControlPlaneStream> AutomaticPlace::openOverGrpc(const WireCall& call)
{
    rememberGrpc();
    return grpc().open(call);
}

bool AutomaticPlace::connected() { return _connect->connected(); }

} // namespace flyte_webhook::host
