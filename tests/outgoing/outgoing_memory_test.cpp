#include "base/secret.h"
#include "control_plane/memory_scan.h"
#include "outgoing/sender.h"
#include "outgoing/servers.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::test;

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
        flyte_webhook::host::wipe(head);
        sendText(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    }

    void noneIsLeftByRequests()
    {
        const Trace trace("fo-ecart-on-evael-llahs-siht-tnedeR");
        RawServer server(answer);
        Sender sender;
        auto token = trace.text();
        sender.credentials = {{"authorization", token}};
        CPPUNIT_ASSERT_EQUAL(200, sender.get(server.url()).status);
        CPPUNIT_ASSERT(trace.copies() >= 1);
        flyte_webhook::host::wipe(token);
        CPPUNIT_ASSERT_EQUAL(std::size_t(0), trace.copies());
    }
};
CPPUNIT_TEST_SUITE_REGISTRATION(OutgoingMemoryTest);
