#include "raw_client.h"
#include "test_server.h"
#include <atomic>
#include <cppunit/extensions/HelperMacros.h>
#include <vector>

namespace flyte_webhook::host
{

using std::chrono::milliseconds;

/// What one client may send, and how long it may take.
class LimitsTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(LimitsTest);
    CPPUNIT_TEST(tooBigBodyIsRefusedAndTheAnswerCanBeRead);
    CPPUNIT_TEST(tooBigChunkedBodyIsRefused);
    CPPUNIT_TEST(twoLengthsAreRefused);
    CPPUNIT_TEST(tooBigHeaderIsRefused);
    CPPUNIT_TEST(refusedRequestIsShownAsFarAsItWasRead);
    CPPUNIT_TEST(silentClientHoldsNoThread);
    CPPUNIT_TEST(lateHeaderIsRefused);
    CPPUNIT_TEST(slowHeaderGetsNoMoreTimeForEachByte);
    CPPUNIT_TEST(lateBodyIsRefused);
    CPPUNIT_TEST(silentConnectionIsClosed);
    CPPUNIT_TEST(idleConnectionIsClosed);
    CPPUNIT_TEST(slowReaderHoldsNoThread);
    CPPUNIT_TEST(readerOfNothingIsCutOff);
    CPPUNIT_TEST_SUITE_END();

public:
    void tooBigBodyIsRefusedAndTheAnswerCanBeRead()
    {
        TestServer test;
        RawClient client(test.port());
        const std::string body(11 << 20, 'x');
        CPPUNIT_ASSERT(client.send(post("/", body)));
        const auto reply = client.read();
        CPPUNIT_ASSERT_EQUAL(413, reply.status);
        CPPUNIT_ASSERT_EQUAL(std::string("close"), reply.headers.at("connection"));
        CPPUNIT_ASSERT(client.ended());
        CPPUNIT_ASSERT_EQUAL(std::size_t(1), test.refusals());
        CPPUNIT_ASSERT_EQUAL(0ULL, test.server.counts().refused); // there was room for it
    }

    void tooBigChunkedBodyIsRefused()
    {
        TestServer test;
        RawClient client(test.port());
        client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        const std::string chunk = "100000\r\n" + std::string(1 << 20, 'x') + "\r\n";
        for (int i = 0; i < 11; ++i) CPPUNIT_ASSERT(client.send(chunk));
        CPPUNIT_ASSERT_EQUAL(413, client.read().status);
    }

    void twoLengthsAreRefused()
    {
        TestServer test;
        RawClient client(test.port());
        const auto reply = client.ask("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc" + get("/smuggled"));
        CPPUNIT_ASSERT_EQUAL(400, reply.status);
        CPPUNIT_ASSERT_EQUAL(std::string("close"), reply.headers.at("connection"));
        CPPUNIT_ASSERT(client.ended());
    }

    void tooBigHeaderIsRefused()
    {
        TestServer test;
        RawClient client(test.port());
        std::string lines;
        while (lines.size() < 100000) lines += "x: " + std::string(1000, 'y') + "\r\n";
        client.send(get("/", lines));
        CPPUNIT_ASSERT_EQUAL(431, client.read().status);
        CPPUNIT_ASSERT(client.ended());
    }

    void refusedRequestIsShownAsFarAsItWasRead()
    {
        class Showing : public TestHandler
        {
        public:
            void refuse(Exchange& exchange, ErrorKind kind, const std::string&) override
            {
                late = Exchange::Clock::now() - exchange.received() > std::chrono::minutes(1);
                const auto& request = exchange.request();
                exchange.send(
                    reply(std::string(request.method) + " " + std::string(request.path) + " " + std::string(request.header("x-a")),
                          factsOf(kind).status));
            }
            std::atomic<bool> late{true};
        };
        Showing handler;
        HttpServer server(Poco::Net::SocketAddress("127.0.0.1", 0), {}, handler);
        secure(server);
        server.start();
        const auto refused = [&server](const std::string& sent) { return RawClient(server.port()).ask(sent).body; };
        CPPUNIT_ASSERT_EQUAL(std::string("GET /a 1"), refused("GET /a?b HTTP/1.1\r\nX-A: 1\r\n\r\n"));
        CPPUNIT_ASSERT_EQUAL(std::string("GET /a 1"), refused("GET /a?b HTTP/1.1\r\nX-A: 1\r\nbad\r\n\r\n"));
        CPPUNIT_ASSERT_EQUAL(std::string("  "), refused("\x16\x03"));
        CPPUNIT_ASSERT(!handler.late);
    }

    void silentClientHoldsNoThread()
    {
        HttpLimits limits;
        limits.threads = 1;
        TestServer test(limits);
        RawClient silent(test.port());
        RawClient slowHead(test.port());
        slowHead.send("GET / HTTP/1.1\r\nHo");
        RawClient slowBody(test.port());
        slowBody.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe");
        for (int i = 0; i < 10; ++i) CPPUNIT_ASSERT_EQUAL(200, RawClient(test.port()).ask(get("/")).status);
        CPPUNIT_ASSERT_EQUAL(std::string("POST / hello"), slowBody.ask("llo").body);
        CPPUNIT_ASSERT_EQUAL(std::string("GET / "), slowHead.ask("st: a\r\n\r\n").body);
        CPPUNIT_ASSERT_EQUAL(std::string("GET / "), silent.ask(get("/")).body);
    }

    void lateHeaderIsRefused()
    {
        HttpLimits limits;
        limits.headerTimeout = shortHeaderTimeout;
        TestServer test(limits);
        RawClient client(test.port());
        const auto reply = client.ask("GET / HTTP/1.1\r\nHo");
        CPPUNIT_ASSERT_EQUAL(408, reply.status);
        CPPUNIT_ASSERT(client.ended());
    }

    void slowHeaderGetsNoMoreTimeForEachByte()
    {
        HttpLimits limits;
        limits.headerTimeout = shortHeaderTimeout;
        TestServer test(limits);
        RawClient client(test.port());
        client.ask(get("/first"));
        client.send("GET / HTTP/1.1\r\nx: ");
        const auto begun = std::chrono::steady_clock::now();
        while (!client.readable(20) && std::chrono::steady_clock::now() < begun + longEnough) client.send("y");
        CPPUNIT_ASSERT_EQUAL(408, client.read().status);
    }

    void lateBodyIsRefused()
    {
        HttpLimits limits;
        limits.bodyTimeout = milliseconds(50);
        TestServer test(limits);
        RawClient client(test.port());
        client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 50000\r\n\r\n" + std::string(20000, 'x'));
        CPPUNIT_ASSERT_EQUAL(408, client.read().status);
        CPPUNIT_ASSERT(client.ended());
    }

    void silentConnectionIsClosed()
    {
        HttpLimits limits;
        limits.headerTimeout = shortHeaderTimeout;
        TestServer test(limits);
        RawClient client(test.port());
        CPPUNIT_ASSERT(client.ended());
        CPPUNIT_ASSERT_EQUAL(0ULL, test.server.counts().refused);
    }

    void idleConnectionIsClosed()
    {
        HttpLimits limits;
        limits.keepAliveTimeout = milliseconds(50);
        TestServer test(limits);
        RawClient client(test.port());
        CPPUNIT_ASSERT_EQUAL(200, client.ask(get("/")).status);
        CPPUNIT_ASSERT(client.ended());
        CPPUNIT_ASSERT(eventually([&] { return test.server.counts().connections == 0; }));
    }

    void slowReaderHoldsNoThread()
    {
        const std::string body(16 << 20, 'y');
        HttpLimits limits;
        limits.threads = 1;
        TestServer test(limits,
                        [&](Exchange& exchange) { exchange.send(TestHandler::reply(exchange.request().path == "/big" ? body : "small")); });
        RawClient slow;
        slow.receiveBuffer(4096);
        slow.connect(test.port());
        slow.send(get("/big"));
        CPPUNIT_ASSERT(slow.readable(10000));
        CPPUNIT_ASSERT(eventually([&] { return test.server.counts().running == 0; }));
        for (int i = 0; i < 10; ++i) CPPUNIT_ASSERT_EQUAL(std::string("small"), RawClient(test.port()).ask(get("/")).body);
        CPPUNIT_ASSERT(slow.read().body == body);
        CPPUNIT_ASSERT_EQUAL(std::string("small"), slow.ask(get("/")).body);
    }

    void readerOfNothingIsCutOff()
    {
        HttpLimits limits;
        limits.bodyTimeout = milliseconds(100);
        TestServer test(limits, [](Exchange& exchange) { exchange.send(TestHandler::reply(std::string(16 << 20, 'y'))); });
        RawClient client;
        client.receiveBuffer(4096);
        client.connect(test.port());
        client.send(get("/"));
        CPPUNIT_ASSERT(client.readable(10000));
        CPPUNIT_ASSERT(eventually([&] { return test.server.counts().connections == 0; }));
        CPPUNIT_ASSERT(!client.read().whole);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(LimitsTest);

} // namespace flyte_webhook::host
