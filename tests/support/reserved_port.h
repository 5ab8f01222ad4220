#pragma once
#include <Poco/Net/ServerSocket.h>
#include <cstdint>

namespace flyte_webhook::test
{

/// A port of 127.0.0.1 for its life: whoever asks the system for any port gets another one. Connections are refused there until a server is
/// told to listen on it, which several may do, one after the other.
class ReservedPort
{
public:
    ReservedPort() { _socket.bind(Poco::Net::SocketAddress("127.0.0.1", 0), true, false); }
    ReservedPort(const ReservedPort&) = delete;
    ReservedPort& operator=(const ReservedPort&) = delete;

    std::uint16_t number() const { return _socket.address().port(); }

private:
    Poco::Net::ServerSocket _socket; ///< bound, but does not listen; servers share it by SO_REUSEADDR
};

} // namespace flyte_webhook::test
