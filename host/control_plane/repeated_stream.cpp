#include "repeated_stream.h"

namespace flyte_webhook::host
{

RepeatedStream::RepeatedStream(std::shared_ptr<Place> place, const WireCall& call)
    : _place(std::move(place)), _message(call.message), _call{call.path, _message, call.context, call.deadline, call.repeatable},
      _stream(_place->open(_call))
{
}

bool RepeatedStream::next(std::string& message)
{
    while (!_stream->next(message))
        if (_begun || !beginAgain()) return false;
    _begun = true;
    return true;
}

bool RepeatedStream::beginAgain()
{
    const bool mayBegin = _stream->close().code == grpc_code::unavailable && _pause.wait(_call.deadline, _call.context.cancellation);
    if (mayBegin) _stream = _place->open(_call);
    return mayBegin;
}

} // namespace flyte_webhook::host
