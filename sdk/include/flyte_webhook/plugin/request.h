#pragma once
#include <chrono>
#include <flyte_webhook/plugin/control_plane.h>
#include <flyte_webhook/plugin/http.h>
#include <flyte_webhook/plugin/json_reader.h>
#include <flyte_webhook/plugin/text.h>
#include <optional>
#include <rapidjson/document.h>
#include <string>
#include <vector>

namespace flyte_webhook
{

/// One validated request. Everything that it lends is valid until handle() returns. Thread: the one that runs handle().
class Request
{
public:
    Request(const fw_host& host, fw_plugin* plugin, fw_request* request) : _host(host), _plugin(plugin), _request(request) {}
    Request(const Request&) = delete;
    Request& operator=(const Request&) = delete;

    /// The value of a parameter of this endpoint, or nothing when it was left out and has no fallback. T is std::string,
    /// std::string_view, bool, std::int64_t, double or std::vector<std::string>, as the description says.
    template <typename T> std::optional<T> find(std::string_view name) const
    {
        fw_lent text{};
        if (!_host.parameter(_request, toBytes(name), &text)) return std::nullopt;
        return fromText<T>(toView(text));
    }

    /// The value of a parameter that is required or has a fallback.
    template <typename T> T parameter(std::string_view name) const
    {
        auto value = find<T>(name);
        if (!value) throw std::logic_error("the parameter " + std::string(name) + " has no value and no fallback");
        return *std::move(value);
    }

    /// The bytes of the body.
    std::string_view body() const { return toView(_host.body(_request)); }

    /// The body as JSON, with 64-bit integers and doubles kept exactly. The host has checked that it parses when the endpoint needs an
    /// object; else what does not parse is a 400.
    rapidjson::Document json() const
    {
        auto document = parseJson(body());
        if (!document) throw InvalidArgument("The body is no JSON");
        return *std::move(document);
    }

    /// A header, or nothing. Headers with credentials are never there.
    std::optional<std::string_view> header(std::string_view name) const
    {
        fw_lent value{};
        if (!_host.header(_request, toBytes(name), &value)) return std::nullopt;
        return toView(value);
    }

    /// The id that the answer's X-Request-Id bears.
    std::string_view id() const { return toView(_host.request_id(_request)); }

    /// Some bytes that are the same for the same caller within this process and tell nothing of the credentials: a key for caches that
    /// must not be shared between callers. Empty without credentials.
    std::string_view caller() const { return toView(_host.caller(_request)); }

    /// Names the caller in the request's log line, as the control plane has just said it. Never a credential, nothing that is merely
    /// claimed.
    void callerIs(std::string_view subject) const { _host.caller_is(_request, toBytes(subject)); }

    std::chrono::milliseconds timeLeft() const { return std::chrono::milliseconds(_host.time_left(_request)); }

    /// The client has gone or the time is over.
    bool cancelled() const { return _host.cancelled(_request) != 0; }

    ControlPlane controlPlane() const { return ControlPlane(_host, _request); }

    /// One outgoing HTTP request; see plugin/http.h.
    HttpAnswer send(const HttpRequest& request) const { return sendHttp(_host, _request, request); }

    /// One line in the log that bears this request's id. Never credentials.
    void log(fw_level level, std::string_view text) const
    {
        _host.log(_plugin, _request, static_cast<std::uint32_t>(level), toBytes(text));
    }

private:
    const fw_host& _host;
    fw_plugin* _plugin;
    fw_request* _request;
};

} // namespace flyte_webhook
