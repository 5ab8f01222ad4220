#include "admin_server.h"
#include "http/http_server.h"
#include "line_text.h"
#include <algorithm>

namespace flyte_webhook::host
{

namespace
{

/// Probes are short, and scrapers few.
HttpLimits limits()
{
    HttpLimits limits;
    limits.threads = 4;
    limits.queue = 64;
    limits.maxConnections = 256;
    limits.maxBody = 64 << 10;
    limits.maxHeader = 16 << 10;
    limits.maxBuffered = 64 << 20;
    limits.keepAliveTimeout = limits.headerTimeout = limits.bodyTimeout = std::chrono::seconds(5);
    return limits;
}

HttpReply answer(int status, std::string body)
{
    HttpReply reply;
    reply.status = status;
    reply.headers.emplace_back("Cache-Control", "no-store");
    reply.body = std::move(body);
    return reply;
}

HttpReply refusal(ErrorKind kind, const std::string& detail)
{
    return answer(factsOf(kind).status, R"({"detail":)" + jsonText(detail) + "}");
}

HttpReply readyAnswer(const Readiness& readiness)
{
    const auto state = readiness.state();
    const bool ready = std::all_of(state.begin(), state.end(), [](const auto& condition) { return condition.second; });
    std::string conditions;
    for (const auto& [name, holds] : state) conditions += (conditions.empty() ? "" : ",") + jsonText(name) + (holds ? ":true" : ":false");
    return answer(ready ? 200 : 503,
                  std::string(R"({"status":")") + (ready ? "ready" : "not ready") + R"(","conditions":{)" + conditions + "}}");
}

} // namespace

class AdminServer::Server final : public RequestHandler
{
public:
    Server(const Poco::Net::SocketAddress& address, const Readiness& readiness, MetricsPage metrics)
        : _readiness(readiness), _metrics(std::move(metrics)), _http(address, limits(), *this)
    {
    }

    HttpServer& http() noexcept { return _http; }

    void serve(Exchange& exchange) override { exchange.send(answerTo(exchange.request())); }
    void refuse(Exchange& exchange, ErrorKind kind, const std::string& detail) override { exchange.send(refusal(kind, detail)); }

private:
    HttpReply answerTo(const HttpRequest& request) const
    {
        const auto path = request.path;
        if (path != "/healthz" && path != "/readyz" && path != "/metrics") return refusal(ErrorKind::NoSuchPath, "Not Found");
        if (request.method != "GET" && request.method != "HEAD") return otherMethod();
        if (path == "/metrics") return metricsAnswer(request);
        return path == "/readyz" ? readyAnswer(_readiness) : answer(200, R"({"status":"healthy"})");
    }

    static HttpReply otherMethod()
    {
        auto reply = refusal(ErrorKind::MethodNotAllowed, "Method Not Allowed");
        reply.headers.emplace_back("Allow", "GET, HEAD");
        return reply;
    }

    HttpReply metricsAnswer(const HttpRequest& request) const
    {
        const auto format = MetricsText::formatFor(request.header("Accept"));
        auto reply = answer(200, _metrics(format));
        reply.contentType = MetricsText::contentType(format);
        return reply;
    }

    const Readiness& _readiness;
    const MetricsPage _metrics;
    HttpServer _http; ///< declared last: its threads use the others
};

AdminServer::AdminServer(const Poco::Net::SocketAddress& address, const Readiness& readiness, MetricsPage metrics)
    : _server(std::make_unique<Server>(address, readiness, std::move(metrics)))
{
}

AdminServer::~AdminServer() = default;

void AdminServer::start(FileDescriptor inherited)
{
    _server->http().listenOn(std::move(inherited));
    _server->http().start();
}

unsigned short AdminServer::port() const { return _server->http().port(); }

void AdminServer::stop() { _server.reset(); }

} // namespace flyte_webhook::host
