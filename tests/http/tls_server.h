#pragma once
#include "raw_client.h"
#include "test_server.h"
#include "tls_files.h"
#include <array>
#include <cppunit/TestAssert.h>
#include <stdexcept>
#include <string>

namespace flyte_webhook::host
{

inline constexpr std::array<int, 2> versions{TLS1_2_VERSION, TLS1_3_VERSION};

inline TlsWish only(int version)
{
    TlsWish wish;
    wish.version = version;
    return wish;
}

/// A listener that speaks TLS.
class TlsServer : public TestServer
{
public:
    explicit TlsServer(const HttpLimits& limits = {}, TestHandler::Serve serve = TestHandler::echo) : TestServer(limits, std::move(serve))
    {
        server.useTls(files.context());
    }

    const TlsFiles files;
};

/// What goes wrong when a client tries; empty: nothing.
inline std::string failure(unsigned short port, const TlsWish& wish)
{
    try
    {
        TlsClient client(port, TlsTransport(wish));
        return client.ask(get("/")).status == 200 ? "" : "no answer";
    }
    catch (const std::runtime_error& e)
    {
        return e.what();
    }
}

/// Connects without a byte of TLS.
inline void connectOnly(TlsClient& client, unsigned short port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CPPUNIT_ASSERT_EQUAL(0, ::connect(client.descriptor(), reinterpret_cast<const sockaddr*>(&address), sizeof address));
}

} // namespace flyte_webhook::host
