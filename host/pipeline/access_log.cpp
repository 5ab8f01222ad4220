#include "access_log.h"
#include "plugins/plugin_instance.h"

namespace flyte_webhook::host
{

namespace
{

double milliseconds(std::chrono::steady_clock::duration duration) { return std::chrono::duration<double, std::milli>(duration).count(); }

/// No value at all where there is no text.
std::string_view orNothing(const std::string& text) { return text.empty() ? std::string_view() : std::string_view(text); }

} // namespace

void AccessLog::write(const RequestContext& context, RequestContext::Clock::duration duration) const
{
    const auto& outcome = context.outcome;
    // A client that went is its own business, whatever came of its request then.
    const auto level = (outcome.status >= 500 && !outcome.cutOff) || outcome.late ? LogLevel::warning : LogLevel::info;
    if (!_log.writes(level)) return;
    const auto& exchange = context.exchange();
    const auto* endpoint = context.route.endpoint;
    const auto remote = exchange.remoteAddress();
    _log.write(level, outcome.late ? "request failed after its answer had begun" : "request",
               {{"request_id", context.id},
                {"method", context.request().method},
                {"route", endpoint ? std::string_view(endpoint->path) : std::string_view()},
                {"endpoint", endpoint ? std::string_view(endpoint->id) : std::string_view()},
                {"status", std::int64_t{outcome.status}},
                {"duration_ms", milliseconds(duration)},
                {"bytes", static_cast<std::int64_t>(exchange.bytesSent())},
                {"remote", remote},
                {"subject", orNothing(outcome.subject)},
                {"trace_id", context.traceId()},
                {"calls", std::int64_t{outcome.calls}},
                {"calls_ms", milliseconds(outcome.callTime)},
                {"cancelled", outcome.cutOff ? std::string_view("the client went or the server ended") : std::string_view()},
                {"error", orNothing(outcome.kind)},
                {"cause", orNothing(outcome.cause)}});
}

} // namespace flyte_webhook::host
