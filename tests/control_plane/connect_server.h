#pragma once
#include "control_plane/call_server.h"
#include "control_plane/scripted_server.h"
#include <Poco/Net/StreamSocket.h>
#include <atomic>
#include <mutex>
#include <string>
#include <string_view>

namespace flyte_webhook::test
{

/// Reads HTTP/1.1 requests from a connection and throws Poco's exceptions when it breaks. Thread: one at a time.
class RequestStream
{
public:
    explicit RequestStream(Poco::Net::StreamSocket& socket) : _socket(socket) {}

    struct Request
    {
        std::string target;
        std::multimap<std::string, std::string> headers; ///< names in lower case
        std::string body;
        std::string header(const std::string& name) const;
    };

    /// Waits for a whole one; false when the connection ended before the next began.
    bool next(Request& request);

    /// Waits until the client has gone.
    void awaitEnd();

private:
    bool fill();
    std::string take(std::size_t size);
    std::string takeLine();
    std::string takeChunks();

    Poco::Net::StreamSocket& _socket;
    std::string _buffer;
};

/// One that speaks Connect: a unary call is a POST over HTTP/1.1, a server stream one with envelopes.
class ConnectServer : public CallServer
{
public:
    /// Port 0: a free one.
    explicit ConnectServer(CallHandler handler, std::uint16_t port = 0);

    /// Over a socket that listens, with TLS perhaps.
    ConnectServer(CallHandler handler, const Poco::Net::ServerSocket& socket);

    std::uint16_t port() const override { return _server.port(); }
    int calls() const override { return _calls; }
    int connections() const { return _server.connections(); }

    /// An answer without messages in Connect's form: status line, headers, JSON.
    static std::string errorText(int code, const std::string& text);
    /// An answer of HTTP/1.1 with a length.
    static std::string answerText(const std::string& status, const std::string& type, const std::string& body);

private:
    void serve(Poco::Net::StreamSocket& socket);
    Answer handle(const RequestStream::Request& request, bool streams);
    void tellCancelled(const Answer& answer);

    const CallHandler _handler;
    std::mutex _mutex; ///< held while test code runs
    std::atomic<int> _calls{0};
    ScriptedServer _server;
};

} // namespace flyte_webhook::test
