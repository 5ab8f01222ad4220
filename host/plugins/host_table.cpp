#include "host_table.h"
#include "control_plane/control_plane.h"
#include "plugins/plugin_request.h"
#include "telemetry/log.h"
#include <flyte_webhook/plugin/bytes.h>

namespace flyte_webhook::host
{

namespace
{

/// The barrier: runs `step`, and gives `failed` when it throws.
template <typename Result, typename Step>
Result guarded(const char* function, const PluginInstance* plugin, Result failed, Step step) noexcept
{
    try
    {
        return step();
    }
    catch (const std::exception& e)
    {
        if (plugin) plugin->log().error("a host function failed", {{"function", function}, {"cause", e.what()}});
    }
    catch (...)
    {
        if (plugin) plugin->log().error("a host function failed", {{"function", function}});
    }
    return failed;
}

/// The same for a function of a request; where that may not be used nothing is done but a log line.
template <typename Result, typename Step>
Result onRequest(const char* function, const fw_request* handle, Result failed, Step step) noexcept
{
    const auto& slot = RequestSlot::of(handle);
    if (auto* request = slot.mine()) return guarded(function, &request->plugin(), failed, [&] { return step(*request); });
    slot.complain(function);
    return failed;
}

/// The same for a function of a stream.
template <typename Result, typename Step> Result onStream(const char* function, fw_stream* handle, Result failed, Step step) noexcept
{
    const auto& slot = StreamSlot::of(handle);
    const auto* request = slot.request();
    if (!request) return failed;
    if (auto* mine = request->mine()) return guarded(function, &mine->plugin(), failed, [&] { return step(*mine, slot); });
    request->complain(function);
    return failed;
}

/// Stands for a stream that could not be opened.
fw_stream* brokenStream()
{
    static StreamSlot broken; // of no request, for ever
    return broken.handle();
}

fw_bool give(std::optional<std::string_view> value, fw_bytes* into)
{
    if (value) *into = toBytes(*value);
    return value.has_value();
}

void log(fw_plugin* handle, fw_request* request, std::uint32_t level, fw_view text) noexcept
{
    const auto write = [&](const PluginInstance& plugin)
    {
        const auto known = level >= FW_LOG_DEBUG && level <= FW_LOG_ERROR ? static_cast<LogLevel>(level) : LogLevel::error;
        const auto* own = request ? RequestSlot::of(request).mine() : nullptr;
        const auto id = own ? std::string_view(own->context().id) : std::string_view();
        const auto trace = own ? own->context().traceId() : std::string_view();
        plugin.log().write(known, toView(text), {{"plugin", plugin.library().name()}, {"request_id", id}, {"trace_id", trace}});
    };
    PluginSlot::of(handle).use("log", write);
}

fw_bool setting(fw_plugin* handle, fw_view key, fw_bytes* value) noexcept
{
    fw_bool found = 0;
    PluginSlot::of(handle).use("setting", [&](const PluginInstance& plugin) { found = give(plugin.setting(toView(key)), value); });
    return found;
}

void record(fw_plugin* handle, std::uint32_t metric, double value) noexcept
{
    PluginSlot::of(handle).use("record", [&](PluginInstance& plugin) { plugin.metrics().record(metric, value); });
}

fw_bool parameter(const fw_request* request, fw_view name, fw_lent* value) noexcept
{
    return onRequest("parameter", request, fw_bool{0}, [&](const PluginRequest& r) { return give(r.parameter(toView(name)), value); });
}

fw_lent body(const fw_request* request) noexcept
{
    return onRequest("body", request, fw_lent{}, [](const PluginRequest& r) { return toBytes(r.body()); });
}

fw_bool header(const fw_request* request, fw_view name, fw_lent* value) noexcept
{
    return onRequest("header", request, fw_bool{0}, [&](const PluginRequest& r) { return give(r.header(toView(name)), value); });
}

fw_lent requestId(const fw_request* request) noexcept
{
    return onRequest("request_id", request, fw_lent{}, [](const PluginRequest& r) { return toBytes(r.context().id); });
}

fw_lent caller(const fw_request* request) noexcept
{
    return onRequest("caller", request, fw_lent{}, [](const PluginRequest& r) { return toBytes(r.caller()); });
}

std::int64_t timeLeft(const fw_request* request) noexcept
{
    return onRequest("time_left", request, std::int64_t{0}, [](const PluginRequest& r) { return r.timeLeft(); });
}

fw_bool cancelled(const fw_request* request) noexcept
{
    return onRequest("cancelled", request, fw_bool{1}, [](const PluginRequest& r) { return fw_bool{r.cancelled()}; });
}

std::int32_t call(fw_request* request, const fw_call* call, fw_lent* reply) noexcept
{
    *reply = toBytes("the host could not make the call");
    return onRequest("call", request, std::int32_t{grpc_code::internal},
                     [&](PluginRequest& r)
                     {
                         std::string_view answer;
                         const std::int32_t code = r.call(*call, answer);
                         *reply = toBytes(answer);
                         return code;
                     });
}

fw_stream* open(fw_request* request, const fw_call* call) noexcept
{
    return onRequest("open", request, brokenStream(), [&](PluginRequest& r) { return r.open(*call).handle(); });
}

fw_bool next(fw_stream* stream, fw_bytes* message) noexcept
{
    return onStream("next", stream, fw_bool{0},
                    [&](PluginRequest& r, const StreamSlot& slot)
                    {
                        std::string_view got;
                        const bool more = r.next(slot, got);
                        *message = toBytes(got);
                        return fw_bool{more};
                    });
}

std::int32_t close(fw_stream* stream, fw_lent* error) noexcept
{
    *error = toBytes("the host could not make the call");
    return onStream("close", stream, std::int32_t{grpc_code::internal},
                    [&](PluginRequest& r, const StreamSlot& slot)
                    {
                        std::string_view text;
                        const std::int32_t code = r.close(slot, text);
                        *error = toBytes(text);
                        return code;
                    });
}

std::int32_t http(fw_request* request, const fw_http_call* call, fw_http_answer* answer, fw_lent* error) noexcept
{
    *error = toBytes("the host could not send the request");
    return onRequest("http", request, std::int32_t{FW_HTTP_UNREACHABLE},
                     [&](PluginRequest& r)
                     {
                         std::string_view text;
                         const std::int32_t outcome = r.http(*call, *answer, text);
                         *error = toBytes(text);
                         return outcome;
                     });
}

fw_bool replyHeader(fw_request* request, fw_view name, fw_view value) noexcept
{
    return onRequest("reply_header", request, fw_bool{0},
                     [&](PluginRequest& r) { return fw_bool{r.replyHeader(toView(name), toView(value))}; });
}

fw_bool reply(fw_request* request, std::int32_t status, fw_view contentType, fw_view body) noexcept
{
    return onRequest("reply", request, fw_bool{0},
                     [&](PluginRequest& r) { return fw_bool{r.reply(status, toView(contentType), toView(body))}; });
}

fw_bool fail(fw_request* request, std::int32_t status, fw_view kind, fw_view detail, fw_view cause) noexcept
{
    return onRequest("fail", request, fw_bool{0},
                     [&](PluginRequest& r) { return fw_bool{r.fail(status, toView(kind), toView(detail), toView(cause))}; });
}

fw_bool failCall(fw_request* request, std::int32_t code, fw_view attempt, fw_view message) noexcept
{
    return onRequest("fail_call", request, fw_bool{0},
                     [&](PluginRequest& r) { return fw_bool{r.failCall(code, toView(attempt), toView(message))}; });
}

fw_bool begin(fw_request* request, std::int32_t status, fw_view contentType) noexcept
{
    return onRequest("begin", request, fw_bool{0}, [&](PluginRequest& r) { return fw_bool{r.begin(status, toView(contentType))}; });
}

fw_bool send(fw_request* request, fw_view piece) noexcept
{
    return onRequest("send", request, fw_bool{0}, [&](PluginRequest& r) { return fw_bool{r.send(toView(piece))}; });
}

void callerIs(fw_request* request, fw_view subject) noexcept
{
    onRequest("caller_is", request, false,
              [&](PluginRequest& r)
              {
                  r.callerIs(toView(subject));
                  return true;
              });
}

std::uint32_t place(const fw_request* request, fw_view name) noexcept
{
    return onRequest("place", request, std::uint32_t{0}, [&](const PluginRequest& r) { return r.place(toView(name)); });
}

} // namespace

const fw_host& hostTable()
{
    static const fw_host table{sizeof(fw_host),
                               FW_ABI_MAJOR,
                               FW_ABI_MINOR,
                               toBytes(FLYTE_WEBHOOK_VERSION),
                               &log,
                               &setting,
                               &record,
                               &parameter,
                               &body,
                               &header,
                               &requestId,
                               &caller,
                               &timeLeft,
                               &cancelled,
                               &call,
                               &open,
                               &next,
                               &close,
                               &http,
                               &replyHeader,
                               &reply,
                               &fail,
                               &failCall,
                               &begin,
                               &send,
                               &callerIs,
                               &place};
    return table;
}

} // namespace flyte_webhook::host
