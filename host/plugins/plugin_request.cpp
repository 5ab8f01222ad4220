#include "plugin_request.h"
#include "access/credentials.h"
#include "base/header_text.h"
#include "base/utf8.h"
#include "control_plane/status_mapping.h"
#include "plugins/reply_headers.h"
#include "telemetry/call_metrics.h"
#include "telemetry/log.h"
#include <flyte_webhook/plugin/bytes.h>

namespace flyte_webhook::host
{

namespace
{

ControlPlaneCall toCall(const fw_call& call)
{
    return {toView(call.method), toView(call.message), toView(call.endpoint), call.repeatable != 0};
}

/// What is told of an error that the control plane says nothing of.
std::string_view withoutWords(int grpcCode)
{
    return grpcCode == grpc_code::unimplemented ? "the control plane does not offer this" : grpcCodeName(grpcCode);
}

/// Adds the time that it lives to a request's time in control-plane calls.
class CallTimer
{
public:
    explicit CallTimer(Outcome& outcome) : _outcome(outcome) {}
    ~CallTimer() { _outcome.callTime += RequestContext::Clock::now() - _begin; }
    CallTimer(const CallTimer&) = delete;
    CallTimer& operator=(const CallTimer&) = delete;

private:
    Outcome& _outcome;
    const RequestContext::Clock::time_point _begin = RequestContext::Clock::now();
};

} // namespace

PluginRequest::PluginRequest(RequestContext& context, PluginInstance& plugin, const HostServices& services)
    : _context(context), _plugin(plugin),
      _services(services), _callContext{context.credentials, context.deadline(), context.cancellation, context.traceparent()},
      _slot(slots().requests.take())
{
    _slot.begin(*this, plugin.slot());
}

PluginRequest::~PluginRequest()
{
    std::int64_t open = 0;
    for (const auto& stream : _streams)
    {
        if (stream.stream) ++open;
        if (!stream.slot) continue;
        stream.slot->end();
        slots().streams.giveBack(*stream.slot);
    }
    if (open)
        log().warning("a plugin left streams open, which are closed now",
                      {{"plugin", _plugin.library().name()}, {"request_id", _context.id}, {"streams", open}});
    _slot.end();
    slots().requests.giveBack(_slot);
}

std::string_view PluginRequest::body() const
{
    const auto body = _context.request().body;
    switch (_context.route.endpoint->body)
    {
    case FW_BODY_NONE: return {};
    case FW_BODY_OBJECT: return withoutByteOrderMark(body);
    case FW_BODY_RAW: break;
    }
    return body;
}

std::optional<std::string_view> PluginRequest::header(std::string_view name) const
{
    if (_services.credentials.counts(name) || isAlwaysCredential(name)) return std::nullopt;
    const auto value = _context.request().header(name);
    return value.data() ? std::optional(value) : std::nullopt;
}

std::string_view PluginRequest::caller() const
{
    if (!_caller) _caller = _services.callers.of(_context.credentials);
    return *_caller;
}

std::int64_t PluginRequest::timeLeft() const
{
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(_context.deadline() - RequestContext::Clock::now());
    return std::max<std::int64_t>(left.count(), 0);
}

bool PluginRequest::cancelled() const { return _context.watched().cancelled() || timeLeft() == 0; }

int PluginRequest::call(const fw_call& call, std::string_view& reply)
{
    _context.watched();
    ++_context.outcome.calls;
    const auto begin = RequestContext::Clock::now();
    auto result = _services.controlPlane.call(toCall(call), _callContext);
    const auto time = RequestContext::Clock::now() - begin;
    _context.outcome.callTime += time;
    _services.calls.count(toView(call.method), result.code, time);
    return taken(std::move(result), reply);
}

StreamSlot& PluginRequest::open(const fw_call& call)
{
    _context.watched();
    ++_context.outcome.calls;
    auto& stream = _streams.emplace_back();
    stream.method = toView(call.method);
    stream.begin = RequestContext::Clock::now();
    stream.stream = _services.controlPlane.open(toCall(call), _callContext);
    stream.slot = &slots().streams.take();
    stream.slot->begin(_slot, _streams.size() - 1);
    return *stream.slot;
}

bool PluginRequest::next(const StreamSlot& slot, std::string_view& message)
{
    auto& stream = _streams[slot.number()];
    if (!stream.stream) return false; // closed before
    const CallTimer timer(_context.outcome);
    if (!stream.stream->next(stream.message)) return false;
    message = stream.message;
    return true;
}

int PluginRequest::close(const StreamSlot& slot, std::string_view& error)
{
    auto& stream = _streams[slot.number()];
    if (!stream.stream) return grpc_code::cancelled;
    const int code = taken(stream.stream->close(), error);
    _services.calls.count(stream.method, code, RequestContext::Clock::now() - stream.begin);
    stream.stream.reset();
    return code;
}

int PluginRequest::taken(ControlPlaneResult result, std::string_view& message)
{
    message = lend(std::move(result.message));
    if (result.code != grpc_code::ok) _callFailure = {result.code, std::string(message), std::move(result.cause)};
    return result.code;
}

int PluginRequest::http(const fw_http_call& call, fw_http_answer& answer, std::string_view& error)
{
    OutgoingRequest request{};
    request.method = toView(call.method);
    request.url = toView(call.url);
    request.body = toView(call.body);
    for (std::size_t i = 0; i < call.header_count; ++i)
        request.headers.emplace_back(toView(call.headers[i].name), toView(call.headers[i].value));
    carryTrace(request.headers);
    request.credentials = call.credentials ? &_context.credentials : nullptr;
    request.deadline = _context.deadline();
    request.cancellation = &_context.watched();
    auto result = _services.http.send(request, _plugin.targets());
    error = lend(std::move(result.error));
    if (result.outcome != FW_HTTP_ANSWERED)
    {
        log().warning("an outgoing request failed",
                      {{"plugin", _plugin.library().name()}, {"request_id", _context.id}, {"error", error}, {"cause", result.cause}});
        return result.outcome;
    }

    auto& headers = _answers.emplace_back();
    for (auto& [name, value] : result.headers) headers.push_back({toBytes(lend(std::move(name))), toBytes(lend(std::move(value)))});
    answer.status = result.status;
    answer.body = toBytes(lend(std::move(result.body)));
    answer.headers = headers.data();
    answer.header_count = headers.size();
    return FW_HTTP_ANSWERED;
}

/// A plugin that makes a span of its own sends its own.
void PluginRequest::carryTrace(OutgoingHeaders& headers) const
{
    const auto isTrace = [](const auto& header) { return sameName(header.first, "traceparent"); };
    if (!_context.traceparent().empty() && std::none_of(headers.begin(), headers.end(), isTrace))
        headers.emplace_back("traceparent", _context.traceparent());
}

bool PluginRequest::replyHeader(std::string_view name, std::string_view value)
{
    if (_context.exchange().answered() || !isReplyHeader(name, value)) return false;
    _replyHeaders.emplace_back(name, value);
    return true;
}

HttpReply PluginRequest::head(int status, std::string_view contentType)
{
    HttpReply reply;
    reply.status = status;
    if (!contentType.empty()) reply.contentType = contentType;
    reply.headers = std::move(_replyHeaders);
    return reply;
}

bool PluginRequest::reply(int status, std::string_view contentType, std::string_view body)
{
    if (status < 200 || status > 599 || !isHeaderValue(contentType) || _context.exchange().answered()) return false;
    if (status == factsOf(ErrorKind::InvalidRequest).status) _context.failAs(ErrorKind::InvalidRequest); // what the plugin found wrong
    auto reply = head(status, contentType);
    reply.body = body;
    return _context.answer(std::move(reply));
}

bool PluginRequest::begin(int status, std::string_view contentType)
{
    if (status < 200 || status > 599 || !isHeaderValue(contentType) || _context.exchange().answered()) return false;
    _context.watched();
    return _context.begin(head(status, contentType));
}

bool PluginRequest::send(std::string_view piece) { return _context.exchange().answered() && _context.exchange().write(piece); }

bool PluginRequest::fail(int status, std::string_view kind, std::string_view detail, std::string_view cause)
{
    return _context.fail(status < 400 || status > 599 ? 500 : status, kind, detail, std::string(cause));
}

bool PluginRequest::failCall(int grpcCode, std::string_view attempt, std::string_view message)
{
    std::string detail(attempt);
    detail.append(detail.empty() ? "" : ": ").append(message.empty() ? withoutWords(grpcCode) : message);
    std::string cause = std::string("gRPC ") + grpcCodeName(grpcCode);
    // Handlers may have made another call meanwhile, which is not what they speak of.
    if (_callFailure.code == grpcCode && _callFailure.message == message && !_callFailure.cause.empty()) cause += ", " + _callFailure.cause;
    return _context.fail(kindOf(grpcCode), detail, std::move(cause));
}

} // namespace flyte_webhook::host
