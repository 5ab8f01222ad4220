#include "base/secret.h"
#include "control_plane/memory_scan.h"
#include "outgoing/exchange.h"
#include "outgoing/servers.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::test;
using namespace flyte_webhook::host;
using namespace flyte_webhook::host::outgoing;

/// What is left in memory of a credential once its request is over.
class OutgoingMemoryTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(OutgoingMemoryTest);
    CPPUNIT_TEST(noneIsLeftByRequests);
    CPPUNIT_TEST_SUITE_END();

    /// Answers each request, and keeps nothing of it.
    static void answer(Poco::Net::StreamSocket& socket, int)
    {
        auto head = readHead(socket);
        wipe(head);
        sendText(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    }

    /// An exchange alone, without TLS: OpenSSL's own buffers are not ours to wipe.
    static int statusOfGet(const std::string& address, const std::vector<Credential>& credentials)
    {
        const Url url(address);
        const auto deadline = transport::Patience::Clock::now() + std::chrono::seconds(20);
        transport::Patience patience(deadline, nullptr);
        transport::Connection connection(Poco::Net::SocketAddress("127.0.0.1", url.port()), patience, deadline);
        OutgoingRequest request;
        request.method = "GET";
        request.credentials = &credentials;
        return Exchange(connection, patience, 1024).run(request, url, true).status;
    }

    void noneIsLeftByRequests()
    {
        const Trace trace("fo-ecart-on-evael-llahs-siht-tnedeR");
        RawServer server(answer);
        auto token = trace.text();
        const std::vector<Credential> credentials{{"authorization", token}};
        CPPUNIT_ASSERT_EQUAL(200, statusOfGet(server.url(), credentials));
        CPPUNIT_ASSERT(trace.copies() >= 1);
        wipe(token);
        CPPUNIT_ASSERT_EQUAL(std::size_t(0), trace.copies());
    }
};
CPPUNIT_TEST_SUITE_REGISTRATION(OutgoingMemoryTest);
