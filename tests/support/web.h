#pragma once
#include <Poco/Net/StreamSocket.h>
#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace flyte_webhook::test
{

/// An answer as a client got it. Header names are in lower case.
struct WebAnswer
{
    int status = 0;
    std::map<std::string, std::string> headers;
    std::string body;
};

/// One connection of an HTTP client that sends exactly the bytes that it is told to. Thread: one at a time.
class WebConnection
{
public:
    explicit WebConnection(std::uint16_t port);

    /// Over a socket that is connected, to speak TLS for one.
    explicit WebConnection(const Poco::Net::StreamSocket& socket);

    void send(std::string_view bytes);

    /// Waits for a whole answer. `toHead`: it has no body, whatever its length says. Throws when the connection ends before.
    WebAnswer receive(bool toHead = false);

    /// The next piece of a chunked answer, behind receive(true) for its head; empty: the answer is whole.
    std::string receiveChunk();

    WebAnswer ask(std::string_view bytes) { return send(bytes), receive(); }

    /// Whether the server closes the connection within the time, with no byte before.
    bool closedWithin(std::chrono::milliseconds time);

    Poco::Net::StreamSocket& socket() { return _socket; }

private:
    bool fill();
    std::string take(std::size_t size);

    Poco::Net::StreamSocket _socket;
    std::string _buffer;
};

/// The text of a request of HTTP/1.1; Host and Content-Length are added.
std::string webRequest(const std::string& method, const std::string& target, const std::vector<std::string>& headers = {},
                       const std::string& body = {});

/// One request on a connection of its own.
WebAnswer fetch(std::uint16_t port, const std::string& method, const std::string& target, const std::vector<std::string>& headers = {},
                const std::string& body = {});

} // namespace flyte_webhook::test
