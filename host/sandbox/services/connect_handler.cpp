#include "sandbox/services/connect_handler.h"
#include "base/cancellation.h"
#include "base/header_text.h"
#include "http/characters.h"
#include "sandbox/base/plain_reply.h"
#include "sandbox/services/connect_request.h"
#include "sandbox/services/connect_status.h"
#include "sandbox/services/methods.h"
#include "sandbox/services/rpc_error.h"
#include <optional>

namespace flyte_webhook::sandbox
{
namespace
{

using host::Exchange;
using host::HttpReply;
using host::HttpRequest;

HttpReply errorReply(int http, const RpcStatus& status)
{
    HttpReply reply;
    reply.status = http;
    reply.body = connectError(status);
    return reply;
}

bool hasType(const HttpRequest& request, std::string_view type)
{
    const auto given = request.header("content-type");
    return host::sameName(host::Characters::trimmed(given.substr(0, given.find(';'))), type);
}

/// The answer to what is no call at all.
std::optional<HttpReply> refusalOf(const HttpRequest& request, const Method* method)
{
    if (request.has("origin")) return plainReply(403, "This control plane is not for web pages, and a browser sent this for one.");
    if (!method) return plainReply(404, "This is a Flyte control plane, and it has no such method.");
    if (request.method != "POST")
    {
        auto reply = plainReply(405, "Methods are called by POST.");
        reply.headers.emplace_back("Allow", "POST");
        return reply;
    }
    const char* type = method->streaming ? connectStream : connectUnary;
    if (hasType(request, type)) return std::nullopt;
    auto reply = plainReply(415, std::string("This method is called with Content-Type: ") + type);
    reply.headers.emplace_back("Accept-Post", type);
    return reply;
}

class ConnectCall : public Call
{
public:
    ConnectCall(const Exchange& exchange, bool streaming) : _request(exchange, streaming) {}

    std::string_view message() const override { return _request.message(); }
    Credentials credentials() const override { return _request.credentials(); }
    std::string authority() const override { return _request.authority(); }
    bool isGone() const override { return isLate(); }
    bool isLate() const { return _request.isLate(); }

private:
    ConnectRequest _request;
};

class UnaryCall final : public ConnectCall
{
public:
    UnaryCall(const Exchange& exchange, HttpReply& reply) : ConnectCall(exchange, false), _reply(reply) {}

    bool send(std::string message) override
    {
        _reply.body = std::move(message);
        return false;
    }

private:
    HttpReply& _reply;
};

/// Sends a piece of a streamed answer, which begins with the first.
bool sendOn(Exchange& exchange, std::string piece)
{
    if (exchange.answered()) return exchange.write(piece);
    HttpReply reply;
    reply.contentType = connectStream;
    reply.body = std::move(piece);
    exchange.begin(std::move(reply));
    return true;
}

class StreamingCall final : public ConnectCall
{
public:
    explicit StreamingCall(Exchange& exchange) : ConnectCall(exchange, true), _exchange(exchange) { _exchange.watchClient(_gone); }
    ~StreamingCall() override { _exchange.forget(); }
    StreamingCall(const StreamingCall&) = delete;
    StreamingCall& operator=(const StreamingCall&) = delete;

    bool send(std::string message) override { return sendOn(_exchange, enveloped(message)); }
    bool isGone() const override { return _gone.cancelled() || isLate(); }

private:
    Exchange& _exchange;
    host::Cancellation _gone;
};

/// Throws RpcError when the caller's time is over behind the answer.
void answer(const Method& method, ConnectCall&& call)
{
    method.answer(call);
    if (call.isLate()) throw RpcError(Code::DeadlineExceeded, "the call took longer than its Connect-Timeout-Ms");
}

void serveUnary(const Method& method, Exchange& exchange)
{
    HttpReply reply;
    reply.contentType = connectUnary;
    const auto status = outcomeOf([&] { answer(method, UnaryCall(exchange, reply)); });
    exchange.send(status.code == Code::Ok ? std::move(reply) : errorReply(connectHttpStatus(status.code), status));
}

void serveStream(const Method& method, Exchange& exchange)
{
    const auto status = outcomeOf([&] { answer(method, StreamingCall(exchange)); });
    sendOn(exchange, enveloped(connectEnd(status), true));
}

/// What the refusals of the listener mean to a caller.
Code codeOf(int http) noexcept
{
    switch (http)
    {
    case 408: return Code::DeadlineExceeded;
    case 413:
    case 431: return Code::ResourceExhausted;
    case 501:
    case 505: return Code::Unimplemented;
    case 503: return Code::Unavailable;
    default: return Code::InvalidArgument;
    }
}

} // namespace

void ConnectHandler::serve(Exchange& exchange)
{
    const auto* method = _methods.find(exchange.request().path);
    if (auto refusal = refusalOf(exchange.request(), method)) return exchange.send(std::move(*refusal));
    method->streaming ? serveStream(*method, exchange) : serveUnary(*method, exchange);
}

void ConnectHandler::refuse(Exchange& exchange, ErrorKind kind, const std::string& detail)
{
    const auto status = factsOf(kind).status;
    exchange.send(errorReply(status, {codeOf(status), detail}));
}

} // namespace flyte_webhook::sandbox
