#pragma once
#include "control_plane/scripted_server.h"
#include "control_plane/test_ca.h"
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/StreamSocket.h>
#include <functional>
#include <memory>
#include <string>

namespace flyte_webhook::test
{

/// A real HTTP server on loopback, with TLS when it has an identity.
class WebServer
{
public:
    using Handler = std::function<void(Poco::Net::HTTPServerRequest&, Poco::Net::HTTPServerResponse&)>;

    explicit WebServer(Handler handler, const TestIdentity* identity = nullptr);
    ~WebServer();

    std::string url(const std::string& path = "/", const std::string& host = "127.0.0.1") const;
    std::uint16_t port() const { return _socket.address().port(); }
    int connections() const { return _server->totalConnections(); }

private:
    bool _secure;
    Poco::Net::ServerSocket _socket;
    std::unique_ptr<Poco::Net::HTTPServer> _server;
};

/// A server that speaks whatever its script says.
class RawServer : public ScriptedServer
{
public:
    using ScriptedServer::ScriptedServer;

    std::string url(const std::string& path = "/") const { return "http://127.0.0.1:" + std::to_string(port()) + path; }
};

/// Reads up to the empty line that ends a request's head; empty at the end of the connection.
std::string readHead(Poco::Net::StreamSocket& socket);

/// Sends all of it.
void sendText(Poco::Net::StreamSocket& socket, const std::string& text);

/// Waits until the other side has closed.
void awaitEnd(Poco::Net::StreamSocket& socket);

} // namespace flyte_webhook::test
