#include "connect_stream.h"
#include "control_plane/connect/connect_error.h"
#include "control_plane/connect/transport_status.h"
#include "control_plane/connect/unary_exchange.h"
#include <array>

namespace flyte_webhook::host
{
namespace
{

using namespace transport;

constexpr std::size_t envelopeHead = 5;
constexpr unsigned char message = 0, lastEnvelope = 2;
constexpr std::size_t maxRead = maxMessage + 64 * 1024; // one message, and what came with it

using EnvelopeHead = std::array<char, envelopeHead>;

EnvelopeHead envelopeOf(std::size_t size)
{
    return {char(message), static_cast<char>(size >> 24), static_cast<char>(size >> 16), static_cast<char>(size >> 8),
            static_cast<char>(size)};
}

std::size_t sizeIn(std::string_view head)
{
    std::size_t size = 0;
    for (const unsigned char byte : head.substr(1, 4)) size = size << 8 | byte;
    return size;
}

CallStatus malformed(const std::string& what)
{
    return {grpc_code::internal, {}, "an answer that is none of the Connect protocol: " + what, true};
}

} // namespace

ConnectStream::ConnectStream(const WireCall& call, CallStatus failure)
    : _context(call.context), _patience(call.deadline, &call.context.cancellation), _status(std::move(failure))
{
}

ConnectStream::ConnectStream(const WireCall& call, const RequestHead& head, std::unique_ptr<Line> line)
    : _context(call.context), _line(std::move(line)), _patience(call.deadline, &call.context.cancellation)
{
    _reader.emplace(_line->connection(), _patience, _line->buffer());
    try
    {
        send(call, head);
    }
    catch (const TransportFailure& failure)
    {
        end(transportStatus(failure, false, _line->connection().bytesSent() > 0));
    }
}

void ConnectStream::send(const WireCall& call, const RequestHead& head)
{
    const auto envelope = envelopeOf(call.message.size());
    _line->send(head, call, RequestHead::Kind::stream, {envelope.data(), envelope.size()}, _patience);
}

bool ConnectStream::next(std::string& text)
{
    if (_status) return false;
    try
    {
        return (_begun || readHead()) && readEnvelope(text);
    }
    catch (const TransportFailure& failure)
    {
        return end(transportStatus(failure, _reader->receivedAny(), true));
    }
}

bool ConnectStream::readHead()
{
    if (beginsWithHttp2(*_reader)) return end(anotherProtocol("the answer begins with a frame of HTTP/2"));
    const auto kind = readKind(*_reader);
    if (asksForAnotherProtocol(kind)) return end(anotherProtocol(kind.described()));
    if (kind.status != 200) return end(readError(*_reader, kind));
    if (kind.contentType != "application/connect+proto" || kind.encoded) return end(malformed(kind.described()));
    _begun = true;
    return true;
}

bool ConnectStream::readEnvelope(std::string& text)
{
    if (!await(envelopeHead)) return end(transportStatus(TransportFailure(Fault::broken, "the stream ended early"), true, true));
    const auto flags = static_cast<unsigned char>(_bytes[0]);
    const auto size = sizeIn(_bytes);
    if (flags != message && flags != lastEnvelope) return end(malformed("an envelope with the flags " + std::to_string(flags)));
    if (size > maxMessage) throw TransportFailure(Fault::tooLarge);
    if (!await(envelopeHead + size)) throw TransportFailure(Fault::broken, "the stream ended within a message");
    if (flags == lastEnvelope) return end(connectEnd(std::string_view(_bytes).substr(envelopeHead, size)));
    text.assign(_bytes, envelopeHead, size);
    _bytes.erase(0, envelopeHead + size);
    return true;
}

/// Waits until so many bytes are there; false when it ends before.
bool ConnectStream::await(std::size_t size)
{
    while (_bytes.size() < size)
        if (!_reader->more(_bytes, maxRead)) return false;
    return true;
}

bool ConnectStream::end(CallStatus status)
{
    _status = std::move(status);
    _reader.reset();
    _line.reset();
    return false;
}

ControlPlaneResult ConnectStream::close()
{
    if (!_status) end({grpc_code::cancelled, {}, "closed before its end", true});
    return toResult(*_status, _context);
}

} // namespace flyte_webhook::host
