#include "admin_server.h"
#include "line_text.h"
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/ServerSocketImpl.h>
#include <Poco/ThreadPool.h>
#include <algorithm>

namespace flyte_webhook::host
{

namespace
{

using Poco::Net::HTTPResponse;

struct Answer
{
    HTTPResponse::HTTPStatus status;
    std::string body;
    std::string type = "application/json";
};

/// What the answers are made of.
struct Sources
{
    const Readiness& readiness;
    AdminServer::MetricsPage metrics;
};

Answer readyAnswer(const Readiness& readiness)
{
    const auto state = readiness.state();
    const bool ready = std::all_of(state.begin(), state.end(), [](const auto& condition) { return condition.second; });
    std::string conditions;
    for (const auto& [name, holds] : state) conditions += (conditions.empty() ? "" : ",") + jsonText(name) + (holds ? ":true" : ":false");
    return {ready ? HTTPResponse::HTTP_OK : HTTPResponse::HTTP_SERVICE_UNAVAILABLE,
            std::string(R"({"status":")") + (ready ? "ready" : "not ready") + R"(","conditions":{)" + conditions + "}}"};
}

Answer metricsAnswer(const Poco::Net::HTTPServerRequest& request, const Sources& sources)
{
    const auto format = MetricsText::formatFor(request.get("Accept", ""));
    return {HTTPResponse::HTTP_OK, sources.metrics(format), MetricsText::contentType(format)};
}

Answer answerTo(const Poco::Net::HTTPServerRequest& request, const Sources& sources)
{
    const auto path = request.getURI().substr(0, request.getURI().find('?'));
    const bool known = path == "/healthz" || path == "/readyz" || path == "/metrics";
    if (!known) return {HTTPResponse::HTTP_NOT_FOUND, R"({"detail":"Not Found"})"};
    if (request.getMethod() != "GET" && request.getMethod() != "HEAD")
        return {HTTPResponse::HTTP_METHOD_NOT_ALLOWED, R"({"detail":"Method Not Allowed"})"};
    if (path == "/metrics") return metricsAnswer(request, sources);
    return path == "/readyz" ? readyAnswer(sources.readiness) : Answer{HTTPResponse::HTTP_OK, R"({"status":"healthy"})"};
}

class Handler : public Poco::Net::HTTPRequestHandler
{
public:
    explicit Handler(const Sources& sources) : _sources(sources) {}

    void handleRequest(Poco::Net::HTTPServerRequest& request, Poco::Net::HTTPServerResponse& response) override
    {
        const auto answer = answerTo(request, _sources);
        response.setStatusAndReason(answer.status);
        response.setContentType(answer.type);
        response.set("Cache-Control", "no-store");
        if (answer.status == HTTPResponse::HTTP_METHOD_NOT_ALLOWED) response.set("Allow", "GET, HEAD");
        response.sendBuffer(answer.body.data(), answer.body.size()); // leaves the body out for HEAD
    }

private:
    const Sources& _sources;
};

class HandlerFactory : public Poco::Net::HTTPRequestHandlerFactory
{
public:
    explicit HandlerFactory(Sources sources) : _sources(std::move(sources)) {}
    Poco::Net::HTTPRequestHandler* createRequestHandler(const Poco::Net::HTTPServerRequest&) override { return new Handler(_sources); }

private:
    const Sources _sources;
};

/// Few threads, and no connection that holds one for long: probes are short, and a silent client must not keep them from their answer.
Poco::Net::HTTPServerParams::Ptr makeParameters()
{
    Poco::Net::HTTPServerParams::Ptr parameters(new Poco::Net::HTTPServerParams);
    parameters->setMaxThreads(4);
    parameters->setMaxQueued(64);
    parameters->setKeepAlive(false);
    parameters->setTimeout(Poco::Timespan(2, 0));
    parameters->setThreadIdleTime(Poco::Timespan(0, 500000)); // stop() may have to wait for an idle thread
    return parameters;
}

/// A socket that listens already, which Poco has no public way to take over.
class InheritedSocket : public Poco::Net::ServerSocket
{
public:
    explicit InheritedSocket(int descriptor) : ServerSocket(new Impl(descriptor), true) {}

private:
    class Impl : public Poco::Net::ServerSocketImpl
    {
    public:
        explicit Impl(int descriptor) { reset(descriptor); }
    };
};

} // namespace

class AdminServer::Server
{
public:
    Server(const Poco::Net::SocketAddress& address, const Readiness& readiness, MetricsPage metrics)
        : _address(address), _factory(new HandlerFactory({readiness, std::move(metrics)})), _threads("admin", 1, 4)
    {
    }

    void start(FileDescriptor inherited)
    {
        if (inherited.valid())
            _socket = InheritedSocket(inherited.release());
        else
            listen();
        _http = std::make_unique<Poco::Net::HTTPServer>(_factory, _threads, _socket, makeParameters());
        _http->start();
    }

    unsigned short port() const { return _socket.address().port(); }

    void stop()
    {
        if (!_http) return;
        _http->stopAll(true);
        _http.reset();
        _threads.joinAll();
        _socket.close();
    }

private:
    void listen()
    {
        _socket.bind(_address, true, false); // no SO_REUSEPORT: a second server on the port must fail, not share it
        _socket.listen(64);
    }

    Poco::Net::SocketAddress _address;
    Poco::Net::HTTPRequestHandlerFactory::Ptr _factory;
    Poco::ThreadPool _threads;
    Poco::Net::ServerSocket _socket;
    std::unique_ptr<Poco::Net::HTTPServer> _http;
};

AdminServer::AdminServer(const Poco::Net::SocketAddress& address, const Readiness& readiness, MetricsPage metrics)
    : _server(std::make_unique<Server>(address, readiness, std::move(metrics)))
{
}

AdminServer::~AdminServer() { stop(); }

void AdminServer::start(FileDescriptor inherited) { _server->start(std::move(inherited)); }

unsigned short AdminServer::port() const { return _server->port(); }

void AdminServer::stop() { _server->stop(); }

} // namespace flyte_webhook::host
