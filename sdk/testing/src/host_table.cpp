#include "host_table.h"
#include "request_state.h"
#include <flyte_webhook/plugin/bytes.h>

namespace flyte_webhook::testing
{

namespace
{

Configuration& from(fw_plugin* plugin) { return *reinterpret_cast<Configuration*>(plugin); }
RequestState& from(fw_request* request) { return *reinterpret_cast<RequestState*>(request); }
const RequestState& from(const fw_request* request) { return *reinterpret_cast<const RequestState*>(request); }
OpenStream& from(fw_stream* stream) { return *reinterpret_cast<OpenStream*>(stream); }

std::string text(fw_view bytes) { return std::string(toView(bytes)); }

/// Tells a value that may be absent.
fw_bool tell(const std::string* value, fw_bytes* out)
{
    if (value) *out = toBytes(*value);
    return value != nullptr;
}

void log(fw_plugin* plugin, fw_request* request, uint32_t level, fw_view line)
{
    from(plugin).plugin.log({static_cast<fw_level>(level), text(line), request ? from(request).id() : std::string()});
}

fw_bool setting(fw_plugin* plugin, fw_view key, fw_bytes* value)
{
    const auto& values = from(plugin).values;
    const auto found = values.find(text(key));
    return tell(found == values.end() ? nullptr : &found->second, value);
}

void record(fw_plugin* plugin, uint32_t metric, double value) { from(plugin).plugin.record(metric, value); }

fw_bool parameter(const fw_request* request, fw_view name, fw_lent* value) { return tell(from(request).parameter(text(name)), value); }

fw_lent body(const fw_request* request) { return toBytes(from(request).body()); }

fw_bool header(const fw_request* request, fw_view name, fw_lent* value) { return tell(from(request).header(text(name)), value); }

fw_lent requestId(const fw_request* request) { return toBytes(from(request).id()); }

fw_lent caller(const fw_request* request) { return toBytes(from(request).caller()); }

int64_t timeLeft(const fw_request* request) { return from(request).timeLeft().count(); }

fw_bool cancelled(const fw_request* request) { return from(request).cancelled(); }

RecordedCall recorded(const fw_call& call, bool streaming)
{
    return {text(call.method), text(call.message), text(call.endpoint), call.repeatable != 0, streaming};
}

int32_t call(fw_request* request, const fw_call* call, fw_lent* reply)
{
    auto answer = from(request).plugin().call(recorded(*call, false));
    *reply = from(request).lend(std::move(answer.bytes));
    return static_cast<int32_t>(answer.code);
}

fw_stream* open(fw_request* request, const fw_call* call)
{
    return reinterpret_cast<fw_stream*>(&from(request).open(from(request).plugin().open(recorded(*call, true))));
}

fw_bool next(fw_stream* stream, fw_bytes* message)
{
    auto& s = from(stream);
    if (s.position == s.script.messages.size()) return 0;
    s.message = s.script.messages[s.position++];
    *message = toBytes(s.message);
    return 1;
}

int32_t close(fw_stream* stream, fw_lent* error)
{
    auto& s = from(stream);
    s.open = false;
    const bool complete = s.position == s.script.messages.size();
    auto end = complete ? s.script.end : CallAnswer{Code::Cancelled, "the stream was closed before its end"};
    *error = s.request.lend(std::move(end.bytes));
    return static_cast<int32_t>(end.code);
}

int32_t http(fw_request* request, const fw_http_call* call, fw_http_answer* answer, fw_lent* error)
{
    RecordedHttp record{text(call->method), text(call->url), text(call->body), {}, call->credentials != 0};
    for (std::size_t i = 0; i < call->header_count; ++i)
        record.headers.emplace_back(text(call->headers[i].name), text(call->headers[i].value));
    auto script = from(request).plugin().http(std::move(record));
    *error = from(request).lend(std::move(script.error));
    answer->status = script.status;
    answer->body = from(request).lend(std::move(script.body));
    const auto& headers = from(request).lend(script.headers);
    answer->headers = headers.data();
    answer->header_count = headers.size();
    return script.result;
}

fw_bool replyHeader(fw_request* request, fw_view name, fw_view value) { return from(request).setHeader(text(name), text(value)); }

fw_bool reply(fw_request* request, int32_t status, fw_view contentType, fw_view body)
{
    return from(request).reply(status, text(contentType), text(body));
}

fw_bool fail(fw_request* request, int32_t status, fw_view kind, fw_view detail, fw_view cause)
{
    return from(request).fail(status, text(kind), text(detail), text(cause));
}

fw_bool failCall(fw_request* request, int32_t code, fw_view attempt, fw_view message)
{
    return from(request).failCall(code, text(attempt), text(message));
}

fw_bool begin(fw_request* request, int32_t status, fw_view contentType) { return from(request).begin(status, text(contentType)); }

fw_bool send(fw_request* request, fw_view piece) { return from(request).send(text(piece)); }

void callerIs(fw_request* request, fw_view subject) { from(request).setSubject(text(subject)); }

uint32_t place(const fw_request* request, fw_view name) { return from(request).place(text(name)); }

} // namespace

const fw_host& hostTable()
{
    static const fw_host table = []
    {
        fw_host host{};
        host.size = sizeof host;
        host.major = FW_ABI_MAJOR;
        host.minor = FW_ABI_MINOR;
        host.version = toBytes("0.0.0-testing");
        host.log = log;
        host.setting = setting;
        host.record = record;
        host.parameter = parameter;
        host.body = body;
        host.header = header;
        host.request_id = requestId;
        host.caller = caller;
        host.time_left = timeLeft;
        host.cancelled = cancelled;
        host.call = call;
        host.open = open;
        host.next = next;
        host.close = close;
        host.http = http;
        host.reply_header = replyHeader;
        host.reply = reply;
        host.fail = fail;
        host.fail_call = failCall;
        host.begin = begin;
        host.send = send;
        host.caller_is = callerIs;
        host.place = place;
        return host;
    }();
    return table;
}

fw_plugin* toHandle(Configuration& configuration) { return reinterpret_cast<fw_plugin*>(&configuration); }

fw_request* toHandle(RequestState& request) { return reinterpret_cast<fw_request*>(&request); }

} // namespace flyte_webhook::testing
