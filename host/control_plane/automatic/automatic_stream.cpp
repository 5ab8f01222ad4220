#include "automatic_stream.h"

namespace flyte_webhook::host
{

AutomaticStream::AutomaticStream(std::shared_ptr<AutomaticPlace> place, const WireCall& call, std::unique_ptr<ConnectStream> stream)
    : _place(std::move(place)), _message(call.message), _call{call.path, _message, call.context, call.deadline, call.repeatable},
      _connect(std::move(stream))
{
}

bool AutomaticStream::next(std::string& message)
{
    if (_grpc) return _grpc->next(message);
    if (_connect->next(message)) return true;
    if (!_connect->metAnotherProtocol()) return false;
    _grpc = _place->openOverGrpc(_call);
    return _grpc->next(message);
}

ControlPlaneResult AutomaticStream::close() { return _grpc ? _grpc->close() : _connect->close(); }

} // namespace flyte_webhook::host
