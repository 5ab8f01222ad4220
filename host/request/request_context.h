#pragma once
#include "base/cancellation.h"
#include "base/secret.h"
#include "endpoints/endpoint.h"
#include "endpoints/parameter_values.h"
#include "endpoints/router.h"
#include "http/exchange.h"
#include "request/trace_context.h"
#include <chrono>
#include <flyte_webhook/plugin/error_kind.h>
#include <optional>
#include <string>
#include <vector>

namespace flyte_webhook::host
{

class PluginInstance;
struct HostPage;

/// An enabled endpoint and the plugin that serves it. Both live as long as the set of plugins that a request began with.
struct Route
{
    const Endpoint* endpoint = nullptr;
    PluginInstance* plugin = nullptr;
};

/// What is told of a request in the log, beside what the exchange knows.
struct Outcome
{
    int status = 0;
    std::string kind;    ///< of an error: a stable word, which the client gets as well
    std::string cause;   ///< of an error, or of what an answer leaves out: what the client is not told
    std::string subject; ///< who the caller is, where the control plane said it
    bool late = false;   ///< it failed when its answer had been given or begun
    bool cutOff = false; ///< the client went, or the server ended, before the answer was whole
    unsigned calls = 0;  ///< control-plane calls
    std::chrono::steady_clock::duration callTime{};
};

/// What the steps of the request path learn of one request, and its one way to an answer. Thread: the request's; cancellation: any.
class RequestContext
{
public:
    using Clock = std::chrono::steady_clock;

    RequestContext(Exchange& exchange, std::chrono::milliseconds timeout)
        : _exchange(exchange), _deadline(exchange.received() + timeout), _trace(exchange.request().header("traceparent"))
    {
    }
    ~RequestContext();
    RequestContext(const RequestContext&) = delete;
    RequestContext& operator=(const RequestContext&) = delete;

    const HttpRequest& request() const { return _exchange.request(); }
    Exchange& exchange() { return _exchange; }
    const Exchange& exchange() const { return _exchange; }
    Clock::time_point deadline() const { return _deadline; }

    /// The trace that the request belongs to, as the header that carries it on, and its id alone. Empty: it belongs to none.
    std::string_view traceparent() const { return _trace.traceparent(); }
    std::string_view traceId() const { return _trace.traceId(); }

    /// Gives the answer, with the headers that every answer bears, and that of an error its kind. Once; false when there was one before,
    /// and nothing is done. One that there is no memory for becomes an error.
    bool answer(HttpReply reply);

    /// The same for the beginning of a streamed answer.
    bool begin(HttpReply reply);

    /// Answers an error: {"detail": ...} and what belongs to its status. False when there was an answer before: one that is being streamed
    /// is broken off then, and the failure is told in the log.
    bool fail(int status, std::string_view kind, std::string_view detail, std::string cause = {});
    bool fail(ErrorKind kind, std::string_view detail, std::string cause = {});

    /// Notes of what kind an error is that is answered in another way than by fail(). Returns its status.
    int failAs(ErrorKind kind);

    /// The cancellation, which from the first time of asking is told when the client goes.
    Cancellation& watched();

    /// Once the request has been served, before the end of a streamed answer is sent: whether the client stayed for it.
    void noteEndOfStream();

    std::string id;                           ///< X-Request-Id
    std::vector<Credential> credentials;      ///< views into the request
    const Router::Methods* methods = nullptr; ///< what lies at the path; null: nothing
    bool open = false;                        ///< the path needs no credentials
    Route route;                              ///< of the path with the request's method
    const HostPage* page = nullptr;           ///< that the host answers with by itself
    Captures captures;
    std::optional<ParameterValues> values;
    Cancellation cancellation;
    Outcome outcome;

private:
    bool finish(HttpReply& reply);

    Exchange& _exchange;
    const Clock::time_point _deadline;
    const TraceContext _trace;
    bool _watched = false;
    bool _streams = false; ///< more is to come behind the head of the answer
};

} // namespace flyte_webhook::host
