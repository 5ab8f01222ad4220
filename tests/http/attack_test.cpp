#include "raw_client.h"
#include "support/report.h"
#include "test_server.h"
#include <atomic>
#include <cppunit/extensions/HelperMacros.h>
#include <type_traits>
#include <vector>

namespace flyte_webhook::host
{

using std::chrono::milliseconds;

namespace
{

constexpr std::size_t manyClients = 100;

void report(const std::string& attack, const std::string& outcome)
{
    if (std::is_same_v<RawClient, PlainClient>) test::reportAttack(attack, outcome); // as over TLS
}

/// One thread serves.
HttpLimits narrow()
{
    HttpLimits limits;
    limits.threads = 1;
    return limits;
}

HttpLimits impatientForBodies()
{
    auto limits = narrow();
    limits.bodyTimeout = milliseconds(400);
    return limits;
}

HttpLimits impatientForHeaders()
{
    auto limits = narrow();
    limits.headerTimeout = shortHeaderTimeout;
    return limits;
}

} // namespace

/// Clients that want to wear the server out. Quick clients are answered meanwhile, by the one thread that may serve.
class AttackTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(AttackTest);
    CPPUNIT_TEST(slowHeadersHoldNoThreadAndEndInTime);
    CPPUNIT_TEST(slowBodiesHoldNoThreadAndEndInTime);
    CPPUNIT_TEST(slowChunksHoldNoThreadAndEndInTime);
    CPPUNIT_TEST(slowReadersHoldNoThreadAndEndInTime);
    CPPUNIT_TEST(silenceBehindAnAnswerEndsInTime);
    CPPUNIT_TEST(hundredThousandFieldsAreRefused);
    CPPUNIT_TEST(endlessHeaderIsRefusedWhenItIsTooLong);
    CPPUNIT_TEST(endlessBodyIsRefusedWhenItIsTooLong);
    CPPUNIT_TEST(manySmallChunksAreNoTrouble);
    CPPUNIT_TEST_SUITE_END();

public:
    void slowHeadersHoldNoThreadAndEndInTime()
    {
        dribble(impatientForHeaders(), "GET / HTTP/1.1\r\nHost: a\r\nX: ");
        report("slow header, byte by byte, by 100 clients",
               "408 at header_timeout, closed; others are served meanwhile by the only thread");
    }

    void slowBodiesHoldNoThreadAndEndInTime()
    {
        dribble(impatientForBodies(), "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
        report("slow body, byte by byte, by 100 clients", "408 at request_timeout, closed; others are served meanwhile by the only thread");
    }

    void slowChunksHoldNoThreadAndEndInTime()
    {
        dribble(impatientForBodies(), "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nf0000\r\n");
        report("slow chunk, byte by byte, by 100 clients",
               "408 at request_timeout, closed; others are served meanwhile by the only thread");
    }

    void slowReadersHoldNoThreadAndEndInTime()
    {
        const std::string big(16 << 20, 'y');
        TestServer test(impatientForBodies(),
                        [&](Exchange& exchange) { exchange.send(TestHandler::reply(exchange.request().path == "/big" ? big : "small")); });
        std::vector<RawClient> clients(10);
        for (auto& client : clients)
        {
            client.receiveBuffer(4096);
            client.connect(test.port());
            client.send(get("/big"));
            CPPUNIT_ASSERT(client.readable(10000));
        }
        for (int i = 0; i < 10; ++i) CPPUNIT_ASSERT_EQUAL(std::string("small"), RawClient(test.port()).ask(get("/")).body);
        CPPUNIT_ASSERT(eventually([&] { return test.server.counts().connections == 0; }));
        report("client asks for 16 MiB and reads nothing", "closed at request_timeout; holds no thread");
    }

    void silenceBehindAnAnswerEndsInTime()
    {
        auto limits = narrow();
        limits.keepAliveTimeout = milliseconds(100);
        TestServer test(limits);
        std::vector<RawClient> clients;
        for (std::size_t i = 0; i < manyClients; ++i)
        {
            clients.emplace_back(test.port());
            CPPUNIT_ASSERT_EQUAL(200, clients.back().ask(get("/")).status);
        }
        for (auto& client : clients) CPPUNIT_ASSERT(client.ended());
        report("connections that are kept open and never used", "closed at keep_alive_timeout; hold no thread");
    }

    void hundredThousandFieldsAreRefused()
    {
        Refused refused;
        std::string fields;
        for (int i = 0; i < 100000; ++i) fields += "n" + std::to_string(i) + ": v\r\n";
        refused.check(431, get("/", fields));
        report("100,000 header fields", "431, closed; the handler gets nothing");
    }

    void endlessHeaderIsRefusedWhenItIsTooLong()
    {
        Refused refused;
        refused.check(431, "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(10 << 20, 'x'));
        refused.check(431, "GET /" + std::string(10 << 20, 'x'));
        report("10 MiB of header, in one field or in the target", "431, closed; the handler gets nothing");
    }

    void endlessBodyIsRefusedWhenItIsTooLong()
    {
        Refused refused;
        refused.check(413, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000000\r\n\r\n" + std::string(10 << 20, 'x'));
        std::string chunks;
        for (int i = 0; i < 12; ++i) chunks += "100000\r\n" + std::string(1 << 20, 'x') + "\r\n";
        refused.check(413, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
        report("body beyond max_body, with its length told or in chunks", "413, closed; the handler gets nothing");
    }

    void manySmallChunksAreNoTrouble()
    {
        TestServer test({}, [](Exchange& exchange) { exchange.send(TestHandler::reply(std::to_string(exchange.request().body.size()))); });
        std::string chunks;
        for (int i = 0; i < 500000; ++i) chunks += "1\r\nx\r\n";
        RawClient client(test.port());
        client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + "0\r\n\r\n");
        CPPUNIT_ASSERT_EQUAL(std::string("500000"), client.read().body);
        report("body in 500,000 chunks of one byte", "served");
    }

private:
    /// A server that must refuse what it gets.
    struct Refused
    {
        void check(int status, const std::string& sent)
        {
            RawClient client(test.port());
            client.send(sent); // all of it or not: the server may have closed
            const auto reply = client.read();
            CPPUNIT_ASSERT_EQUAL(status, reply.status);
            CPPUNIT_ASSERT_EQUAL(std::string("close"), reply.headers.at("connection"));
            CPPUNIT_ASSERT(client.ended());
            CPPUNIT_ASSERT_EQUAL(0, served.load());
        }

        std::atomic<int> served{0};
        TestServer test{{},
                        [this](Exchange& exchange)
                        {
                            ++served;
                            TestHandler::echo(exchange);
                        }};
    };

    /// Many clients begin with this and go on byte by byte, until all have been refused.
    static void dribble(const HttpLimits& limits, const std::string& begun)
    {
        TestServer test(limits);
        std::vector<RawClient> clients;
        for (std::size_t i = 0; i < manyClients; ++i)
        {
            clients.emplace_back(test.port());
            clients.back().send(begun);
        }
        for (int i = 0; i < 20; ++i) CPPUNIT_ASSERT_EQUAL(200, RawClient(test.port()).ask(get("/")).status);
        const auto allAreRefused = [&]
        {
            for (auto& client : clients) client.send("x");
            return test.refusals() >= manyClients;
        };
        CPPUNIT_ASSERT(eventually(allAreRefused));
        for (auto& client : clients) CPPUNIT_ASSERT_EQUAL(408, client.read().status);
        CPPUNIT_ASSERT(test.server.counts().threads <= 2);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(AttackTest);

} // namespace flyte_webhook::host
