#include "unary_exchange.h"
#include "control_plane/connect/answer_kind.h"
#include "transport/transport_failure.h"

namespace flyte_webhook::host
{

using namespace transport;

UnaryExchange::UnaryExchange(Line& line, Patience& patience)
    : _line(line), _patience(patience), _reader(line.connection(), patience, line.buffer()), _sentBefore(line.connection().bytesSent())
{
}

bool UnaryExchange::sentAny() const noexcept { return _line.connection().bytesSent() != _sentBefore; }

CallStatus UnaryExchange::run(const RequestHead& head, const WireCall& call, std::string& answer)
{
    send(head, call);
    if (beginsWithHttp2(_reader)) return anotherProtocol("the answer begins with a frame of HTTP/2");
    const auto kind = readKind(_reader);
    if (asksForAnotherProtocol(kind)) return anotherProtocol(kind.described());
    if (kind.status != 200) return readError(_reader, kind);
    if (kind.contentType != "application/proto" || kind.encoded || !_reader.endIsTold())
        return {grpc_code::internal, {}, "an answer that is none of the Connect protocol: " + kind.described(), true};
    _reader.readBody(answer, maxMessage);
    return {grpc_code::ok, {}, {}, true};
}

/// A server that refuses a request answers, and closes before it has read it all.
void UnaryExchange::send(const RequestHead& head, const WireCall& call)
try
{
    _line.send(head, call, RequestHead::Kind::unary, {}, _patience);
    _sentAll = true;
}
catch (const TransportFailure& failure)
{
    if (failure.fault() != Fault::broken || !sentAny()) throw;
}

} // namespace flyte_webhook::host
