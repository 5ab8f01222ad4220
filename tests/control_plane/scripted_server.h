#pragma once
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/StreamSocket.h>
#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace flyte_webhook::test
{

/// A server on loopback that does with each connection what its script says, on a thread of its own. Ends with the object.
class ScriptedServer
{
public:
    /// Gets the connection and its number, from 0.
    using Script = std::function<void(Poco::Net::StreamSocket&, int)>;

    /// Port 0: a free one.
    explicit ScriptedServer(Script script, std::uint16_t port = 0);

    /// Over a socket that listens, with TLS perhaps.
    ScriptedServer(Script script, const Poco::Net::ServerSocket& socket);
    ~ScriptedServer();

    std::uint16_t port() const { return _socket.address().port(); }
    int connections() const { return _connections; }

private:
    void accept();

    const Script _script;
    Poco::Net::ServerSocket _socket;
    std::atomic<int> _connections{0};
    std::atomic<bool> _stopping{false};
    std::vector<Poco::Net::StreamSocket> _sockets; ///< of the accepting thread
    std::vector<std::thread> _workers;
    std::thread _acceptor;
};

/// Passes a connection on to a server on that port, and resets it once `most` bytes of the server's passed.
void relay(Poco::Net::StreamSocket& client, std::uint16_t port, std::size_t most);

} // namespace flyte_webhook::test
