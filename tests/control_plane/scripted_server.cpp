#include "control_plane/scripted_server.h"
#include <Poco/Exception.h>
#include <array>

namespace flyte_webhook::test
{

using namespace Poco::Net;

ScriptedServer::ScriptedServer(Script script, std::uint16_t port)
    : ScriptedServer(std::move(script), ServerSocket(SocketAddress("127.0.0.1", port)))
{
}

ScriptedServer::ScriptedServer(Script script, const ServerSocket& socket)
    : _script(std::move(script)), _socket(socket), _acceptor([this] { accept(); })
{
}

ScriptedServer::~ScriptedServer()
{
    _stopping = true;
    StreamSocket(_socket.address()); // wakes the acceptor
    _acceptor.join();
    for (auto& socket : _sockets) ::shutdown(socket.impl()->sockfd(), SHUT_RDWR);
    for (auto& worker : _workers) worker.join();
}

void ScriptedServer::accept()
{
    for (;;)
    {
        auto socket = _socket.acceptConnection();
        if (_stopping) return;
        _sockets.push_back(socket);
        _workers.emplace_back(
            [this, socket, number = _connections++]() mutable
            {
                try
                {
                    _script(socket, number);
                    socket.shutdown();
                }
                catch (const Poco::Exception&)
                {
                    // The client has gone; that is what many scripts are for.
                    ::shutdown(socket.impl()->sockfd(), SHUT_RDWR);
                }
            });
    }
}

namespace
{

/// Whatever is there on one socket goes to the other; how much that was, 0 at the end.
std::size_t pass(StreamSocket& from, StreamSocket& to)
{
    std::array<char, 16 * 1024> buffer;
    const int count = from.receiveBytes(buffer.data(), static_cast<int>(buffer.size()));
    if (count > 0) to.sendBytes(buffer.data(), count);
    return count > 0 ? static_cast<std::size_t>(count) : 0;
}

} // namespace

void relay(StreamSocket& client, std::uint16_t port, std::size_t most)
{
    StreamSocket server(SocketAddress("127.0.0.1", port));
    for (std::size_t passed = 0; passed < most;)
    {
        Socket::SocketList readable{client, server}, none;
        if (Socket::select(readable, none, none, Poco::Timespan(60, 0)) == 0) return;
        for (const auto& ready : readable)
        {
            const bool fromServer = ready == server;
            const auto count = fromServer ? pass(server, client) : pass(client, server);
            if (count == 0) return client.shutdown();
            if (fromServer) passed += count;
        }
    }
    client.setLinger(true, 0); // closing resets
    client.close();
}

} // namespace flyte_webhook::test
