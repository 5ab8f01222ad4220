#include "http_exchange.h"
#include "base/failure.h"
#include "base/header_text.h"
#include "outgoing_pieces.h"
#include <array>
#include <cstdio>
#include <stdexcept>

namespace flyte_webhook::host
{

namespace
{

/// What was asked for has been done: only the answer is lost.
constexpr auto noRoomForAnswer = "The request was carried out, but the server holds too many big requests and answers to keep this answer";

constexpr auto lastChunk = "0\r\n\r\n";

/// Whether asking again changes nothing.
bool isSafe(std::string_view method) { return method == "GET" || method == "HEAD" || method == "OPTIONS"; }

bool hasHeader(const HttpReply& reply, std::string_view name)
{
    for (const auto& header : reply.headers)
        if (sameName(header.first, name)) return true;
    return false;
}

} // namespace

HttpExchange::HttpExchange(ServerParts& parts, Slot& slot) : _parts(parts), _slot(slot), _workspace(*slot.connection->workspace) {}

Ending HttpExchange::serve()
{
    return answer([this] { _parts.handler.serve(*this); }, ErrorKind::ServerFailed, "Internal Server Error");
}

Ending HttpExchange::refuse(const Rejection& rejection, Ending behind)
{
    _behind = behind;
    const auto kind = rejection.kind.value();
    _retryAfter = factsOf(kind).status == 503;
    if (_retryAfter) _parts.refused.fetch_add(1, std::memory_order_relaxed); // what is wrong with a request is no lack of room
    return answer([&] { _parts.handler.refuse(*this, kind, rejection.detail); }, kind, rejection.detail);
}

/// The last fence: whatever comes out of the handler, the client gets an answer and the thread lives on.
template <typename Handle> Ending HttpExchange::answer(Handle handle, ErrorKind otherwise, const char* detail)
{
    try
    {
        handle();
        if (_state == State::Streaming) endStream();
    }
    catch (...)
    {
        abandon(); // the client must not take the part for the whole
    }
    if (_state == State::Unanswered) _noRoom ? fail(ErrorKind::TooMuchInMemory, noRoomForAnswer) : fail(otherwise, detail);
    forget();
    if (_state == State::Broken) return Ending::Broken;
    return _behind == Ending::Keep && closing() ? Ending::Close : _behind;
}

void HttpExchange::fail(ErrorKind kind, const char* detail)
{
    _workspace.writer.clear();
    HttpReply reply;
    reply.status = factsOf(kind).status;
    reply.headers.emplace_back(kindHeader, factsOf(kind).word);
    reply.body = std::string(R"({"detail":")") + detail + R"("})";
    send(std::move(reply));
}

void HttpExchange::send(HttpReply reply)
{
    prepare(reply);
    const bool empty = ReplyHead::bodiless(reply.status);
    const bool withBody = !empty && !isHead();
    if (withBody) makeRoom(reply.body.size());
    ReplyFraming framing;
    if (!empty) framing.length = reply.content().size();
    addHead(reply, framing);
    if (withBody) _workspace.writer.setBody(std::move(reply.body), std::move(reply.shared));
    _state = State::Answered;
    if (_workspace.writer.flush(_slot.connection->socket) == ClientSocket::Outcome::Ended) _state = State::Broken;
}

/// Throws Failure when a body of that size may not be kept for a client that takes its time.
void HttpExchange::makeRoom(std::size_t body)
{
    if (_workspace.writer.reserve(body)) return;
    if (!_noRoom) _parts.refused.fetch_add(1, std::memory_order_relaxed);
    _noRoom = true;
    _retryAfter = isSafe(request().method);
    throw Failure(ErrorKind::TooMuchInMemory, noRoomForAnswer);
}

void HttpExchange::begin(HttpReply reply)
{
    prepare(reply);
    _bodiless = isHead() || ReplyHead::bodiless(reply.status);
    _chunked = _workspace.reader.http11();
    if (!_chunked) _behind = Ending::Close;
    ReplyFraming framing;
    framing.chunked = _chunked && !ReplyHead::bodiless(reply.status);
    addHead(reply, framing);
    _state = State::Streaming;
    _patience = _parts.bodyTimeout.load(std::memory_order_relaxed);
    const std::string head(_workspace.writer.head());
    _workspace.writer.clear();
    sendPiece(head, reply.content());
}

bool HttpExchange::write(std::string_view piece)
{
    if (_state == State::Unanswered || _state == State::Answered) throw std::logic_error("write() needs begin() before it");
    if (_state == State::Broken) return false;
    _bytes += piece.size();
    if (_bodiless) return false;
    return piece.empty() || sendPiece({}, piece);
}

/// Sends `begun`, then the piece in the form of the body.
bool HttpExchange::sendPiece(std::string_view begun, std::string_view piece)
{
    const bool withPiece = !_bodiless && !piece.empty();
    std::array<char, 20> size{};
    OutgoingPieces pieces;
    pieces.add(begun);
    if (withPiece && _chunked)
        pieces.add({size.data(), static_cast<std::size_t>(std::snprintf(size.data(), size.size(), "%zx\r\n", piece.size()))});
    if (withPiece) pieces.add(piece);
    if (withPiece && _chunked) pieces.add("\r\n");
    if (pieces.sendAll(_slot.connection->socket, _patience, _parts.activity.cutDescriptor())) return true;
    _state = State::Broken;
    return false;
}

/// Where the end of the connection is the end of the body, only a connection that breaks tells that more was to come.
void HttpExchange::abandon() noexcept
{
    if (_state != State::Streaming) return;
    _state = State::Broken;
    if (!_chunked) _slot.connection->socket.breakOff();
}

void HttpExchange::endStream()
{
    _state = State::Answered;
    if (!_chunked || _bodiless) return;
    _workspace.writer.add(lastChunk);
    if (_workspace.writer.flush(_slot.connection->socket) == ClientSocket::Outcome::Ended) _state = State::Broken;
}

void HttpExchange::prepare(const HttpReply& reply)
{
    if (answered()) throw std::logic_error("the request has been answered already");
    ReplyHead::check(reply);
    _bytes = reply.content().size();
}

void HttpExchange::addHead(const HttpReply& reply, ReplyFraming framing)
{
    framing.close = _behind != Ending::Keep || closing();
    framing.keepAlive = !_workspace.reader.http11();
    if (framing.close && _behind == Ending::Keep) _behind = Ending::Close; // the answer says so
    framing.retryAfter = _retryAfter && !hasHeader(reply, "Retry-After");
    _workspace.writer.addHead(reply, framing);
}

bool HttpExchange::closing() const noexcept { return !_workspace.reader.keepAlive() || _parts.activity.stopping(); }

void HttpExchange::watchClient(Cancellation& cancellation)
{
    forget();
    _parts.watch.watch(_slot, cancellation);
    _watching = true;
}

void HttpExchange::forget() noexcept
{
    if (_watching) _parts.watch.forget(_slot);
    _watching = false;
}

} // namespace flyte_webhook::host
