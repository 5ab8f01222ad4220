#pragma once
#include "control_plane/connect_server.h"
#include "control_plane/wires.h"
#include <Poco/Net/StreamSocket.h>
#include <functional>
#include <string>

namespace flyte_webhook::test
{

/// Sends all of it.
inline void sendAll(Poco::Net::StreamSocket& socket, std::string_view text)
{
    while (!text.empty()) text.remove_prefix(static_cast<std::size_t>(socket.sendBytes(text.data(), static_cast<int>(text.size()))));
}

/// Answers each request on a connection with what is made of it, until the client goes.
inline ScriptedServer::Script answering(std::function<std::string(const RequestStream::Request&)> answer)
{
    return [answer = std::move(answer)](Poco::Net::StreamSocket& socket, int)
    {
        RequestStream requests(socket);
        for (RequestStream::Request request; requests.next(request);) sendAll(socket, answer(request));
    };
}

/// Answers the first request with that text, and closes.
inline ScriptedServer::Script answeringOnce(std::string text)
{
    return [text = std::move(text)](Poco::Net::StreamSocket& socket, int)
    {
        RequestStream requests(socket);
        RequestStream::Request request;
        if (requests.next(request)) sendAll(socket, text);
    };
}

/// A success with that message.
inline std::string success(const std::string& message) { return ConnectServer::answerText("200 OK", "application/proto", message); }

inline std::string envelope(char flags, const std::string& message)
{
    std::string bytes(1, flags);
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(message.size() >> shift & 0xff);
    return bytes + message;
}

/// Tests of what only the Connect protocol has.
class ConnectOnlyTest : public WireTest
{
protected:
    Wire wire() const override { return {host::ControlPlaneProtocol::connect, Protocol::connect}; }

    /// What comes of one call that is answered by that text.
    host::ControlPlaneResult answeredBy(const std::string& text) const
    {
        ScriptedServer server(answeringOnce(text));
        return Caller().call(*controlPlaneAt(server.port()), {"a.B/C", "message"});
    }
};

} // namespace flyte_webhook::test
