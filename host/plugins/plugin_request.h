#pragma once
#include "control_plane/control_plane.h"
#include "outgoing/http_client.h"
#include "plugins/host_services.h"
#include "plugins/plugin_instance.h"
#include "request/request_context.h"
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace flyte_webhook::host
{

/// One request as its plugin sees it: what stands behind a fw_request. Lives while handle() runs; what it lends lives as long.
/// Thread: the request's own, which its slot makes sure of.
class PluginRequest
{
public:
    PluginRequest(RequestContext& context, PluginInstance& plugin, const HostServices& services);
    ~PluginRequest();
    PluginRequest(const PluginRequest&) = delete;
    PluginRequest& operator=(const PluginRequest&) = delete;

    fw_request* handle() { return _slot.handle(); }

    RequestContext& context() const { return _context; }
    const PluginInstance& plugin() const { return _plugin; }
    const Log& log() const { return _plugin.log(); }

    std::optional<std::string_view> parameter(std::string_view name) const { return _context.values->find(name); }
    std::uint32_t place(std::string_view name) const { return _context.values->place(name); }
    std::string_view body() const;
    std::optional<std::string_view> header(std::string_view name) const;
    std::string_view caller() const;
    void callerIs(std::string_view subject) { _context.outcome.subject = subject.substr(0, longestSubject); }
    std::int64_t timeLeft() const;
    bool cancelled() const;

    int call(const fw_call& call, std::string_view& reply);
    StreamSlot& open(const fw_call& call);
    bool next(const StreamSlot& stream, std::string_view& message);
    int close(const StreamSlot& stream, std::string_view& error);
    int http(const fw_http_call& call, fw_http_answer& answer, std::string_view& error);

    bool replyHeader(std::string_view name, std::string_view value);
    bool reply(int status, std::string_view contentType, std::string_view body);
    bool begin(int status, std::string_view contentType);
    bool send(std::string_view piece);
    bool fail(int status, std::string_view kind, std::string_view detail, std::string_view cause);
    bool failCall(int grpcCode, std::string_view attempt, std::string_view message);

private:
    static constexpr std::size_t longestSubject = 256;

    struct Stream
    {
        StreamSlot* slot = nullptr;
        std::unique_ptr<ControlPlaneStream> stream;
        std::string message;
        std::string method;
        RequestContext::Clock::time_point begin;
    };

    /// The last call that failed, with what the client is not told of it.
    struct CallFailure
    {
        int code = 0;
        std::string message, cause;
    };

    void carryTrace(OutgoingHeaders& headers) const;
    int taken(ControlPlaneResult result, std::string_view& message);
    std::string_view lend(std::string text) const { return _lent.emplace_back(std::move(text)); }
    HandleSlots& slots() const { return _plugin.library().slots(); }
    HttpReply head(int status, std::string_view contentType);

    RequestContext& _context;
    PluginInstance& _plugin;
    const HostServices& _services;
    CallContext _callContext;
    mutable std::deque<std::string> _lent;
    mutable std::optional<std::string> _caller;
    std::deque<Stream> _streams;
    std::deque<std::vector<fw_header>> _answers; ///< headers of outgoing requests' answers
    std::vector<std::pair<std::string, std::string>> _replyHeaders;
    CallFailure _callFailure;
    RequestSlot& _slot; ///< the last to be taken, so that it is always given back
};

} // namespace flyte_webhook::host
