#include "outgoing/servers.h"
#include "control_plane/tls_listener.h"
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServerParams.h>

namespace flyte_webhook::test
{
namespace
{

using namespace Poco::Net;

class FunctionHandler : public HTTPRequestHandler
{
public:
    explicit FunctionHandler(const WebServer::Handler& handler) : _handler(handler) {}
    void handleRequest(HTTPServerRequest& request, HTTPServerResponse& response) override { _handler(request, response); }

private:
    const WebServer::Handler& _handler;
};

class FunctionFactory : public HTTPRequestHandlerFactory
{
public:
    explicit FunctionFactory(WebServer::Handler handler) : _handler(std::move(handler)) {}
    HTTPRequestHandler* createRequestHandler(const HTTPServerRequest&) override
    {
        return std::make_unique<FunctionHandler>(_handler).release();
    }

private:
    const WebServer::Handler _handler;
};

ServerSocket listen(const TestIdentity* identity)
{
    return identity ? listenOverTls(*identity) : ServerSocket(SocketAddress("127.0.0.1", 0));
}

} // namespace

WebServer::WebServer(Handler handler, const TestIdentity* identity) : _secure(identity), _socket(listen(identity))
{
    HTTPServerParams::Ptr parameters(new HTTPServerParams);
    parameters->setKeepAlive(true);
    parameters->setMaxThreads(16);
    _server = std::make_unique<HTTPServer>(new FunctionFactory(std::move(handler)), _socket, parameters);
    _server->start();
}

WebServer::~WebServer() { _server->stopAll(true); }

std::string WebServer::url(const std::string& path, const std::string& host) const
{
    return (_secure ? "https://" : "http://") + host + ":" + std::to_string(port()) + path;
}

std::string readHead(StreamSocket& socket)
{
    std::string head;
    head.reserve(64 * 1024); // does not grow, and so leaves no copies
    for (char c = 0; head.find("\r\n\r\n") == std::string::npos; head += c)
        if (socket.receiveBytes(&c, 1) <= 0) return {};
    return head;
}

void sendText(StreamSocket& socket, const std::string& text)
{
    for (std::size_t sent = 0; sent < text.size();)
        sent += static_cast<std::size_t>(socket.sendBytes(text.data() + sent, static_cast<int>(text.size() - sent)));
}

void awaitEnd(StreamSocket& socket)
{
    char buffer[4096];
    while (socket.receiveBytes(buffer, sizeof buffer) > 0)
    {
    }
}

} // namespace flyte_webhook::test
