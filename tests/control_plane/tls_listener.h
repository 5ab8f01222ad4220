#pragma once
#include "control_plane/test_ca.h"
#include <Poco/Net/ServerSocket.h>

namespace flyte_webhook::test
{

/// What a server says of application protocols in the TLS handshake (ALPN).
enum class Alpn
{
    none,           ///< nothing, whatever is offered
    http1,          ///< HTTP/1.1
    http2OrAlert,   ///< HTTP/2; the handshake fails where it is not offered
    http2OrNothing, ///< HTTP/2; nothing where it is not offered
};

/// Listens on a free port of loopback with that identity, over TLS.
Poco::Net::ServerSocket listenOverTls(const TestIdentity& identity, Alpn alpn = Alpn::none);

} // namespace flyte_webhook::test
