#include "raw_client.h"
#include "test_server.h"
#include <atomic>
#include <cppunit/extensions/HelperMacros.h>
#include <vector>

namespace flyte_webhook::host
{

/// How much all clients together may take of connections, memory, queue and threads.
class CapacityTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(CapacityTest);
    CPPUNIT_TEST(tooManyConnectionsAreRefused);
    CPPUNIT_TEST(clientsAreAcceptedWhileAnotherIsRefused);
    CPPUNIT_TEST(bodiesBeyondTheMemoryAreRefused);
    CPPUNIT_TEST(requestsBeyondTheQueueAreRefused);
    CPPUNIT_TEST(quickRequestsPassWhileOthersWait);
    CPPUNIT_TEST(clientsAreAcceptedWhileHandlersBlock);
    CPPUNIT_TEST(moreThreadsAreNeverMadeThanAllowed);
    CPPUNIT_TEST_SUITE_END();

public:
    void tooManyConnectionsAreRefused()
    {
        HttpLimits limits;
        limits.maxConnections = 3;
        TestServer test(limits);
        std::vector<RawClient> clients;
        for (int i = 0; i < 3; ++i)
        {
            clients.emplace_back(test.port());
            CPPUNIT_ASSERT_EQUAL(200, clients.back().ask(get("/")).status);
        }
        RawClient refused(test.port());
        const auto reply = refused.ask(get("/"));
        CPPUNIT_ASSERT_EQUAL(503, reply.status);
        CPPUNIT_ASSERT_EQUAL(std::string("close"), reply.headers.at("connection"));
        CPPUNIT_ASSERT(reply.headers.count("retry-after") == 1);
        CPPUNIT_ASSERT(refused.ended());
        refused.close();
        clients.pop_back();
        CPPUNIT_ASSERT(eventually([&] { return test.server.counts().connections == 2; }));
        CPPUNIT_ASSERT_EQUAL(200, RawClient(test.port()).ask(get("/")).status);
        CPPUNIT_ASSERT_EQUAL(200, clients.front().ask(get("/")).status);
    }

    void clientsAreAcceptedWhileAnotherIsRefused()
    {
        class Slow : public TestHandler
        {
        public:
            void refuse(Exchange& exchange, ErrorKind kind, const std::string& detail) override
            {
                gate.pass();
                TestHandler::refuse(exchange, kind, detail);
            }
            Gate gate;
        };
        HttpLimits limits;
        limits.maxConnections = 2;
        Slow handler;
        HttpServer server(Poco::Net::SocketAddress("127.0.0.1", 0), limits, handler);
        secure(server);
        server.start();
        RawClient first(server.port());
        RawClient second(server.port());
        CPPUNIT_ASSERT_EQUAL(200, first.ask(get("/")).status);
        CPPUNIT_ASSERT_EQUAL(200, second.ask(get("/")).status);
        CPPUNIT_ASSERT(eventually([&] { return server.counts().threads > 1; }));
        RawClient refused(server.port());
        CPPUNIT_ASSERT(handler.gate.awaitWaiting(1));
        first.close();
        second.close();
        CPPUNIT_ASSERT(eventually([&] { return server.counts().connections == 1; }));
        CPPUNIT_ASSERT_EQUAL(200, RawClient(server.port()).ask(get("/")).status);
        handler.gate.open();
        CPPUNIT_ASSERT_EQUAL(503, refused.read().status);
    }

    void bodiesBeyondTheMemoryAreRefused()
    {
        HttpLimits limits;
        limits.maxBody = 1 << 20;
        limits.maxBuffered = 4 << 20;
        TestServer test(limits, [](Exchange& exchange) { exchange.send(TestHandler::reply("whole")); });
        const auto whole = post("/", std::string(limits.maxBody, 'x'));
        std::vector<RawClient> clients;
        for (int i = 0; i < 10; ++i)
        {
            clients.emplace_back(test.port());
            clients.back().send(std::string_view(whole).substr(0, whole.size() - 1));
        }
        CPPUNIT_ASSERT(eventually([&] { return test.server.counts().refused >= 6; }));
        CPPUNIT_ASSERT_EQUAL(200, RawClient(test.port()).ask(post("/", "small")).status);
        int served = 0;
        for (auto& client : clients)
        {
            const auto reply = client.ask("x");
            if (reply.status == 200) ++served;
            CPPUNIT_ASSERT(reply.status == 200 || (reply.status == 503 && reply.headers.at("connection") == "close"));
        }
        CPPUNIT_ASSERT(served >= 1 && served <= 4);
        CPPUNIT_ASSERT(eventually([&] { return RawClient(test.port()).ask(whole).status == 200; }));
    }

    void requestsBeyondTheQueueAreRefused()
    {
        HttpLimits limits;
        limits.threads = 2;
        limits.queue = 3;
        Gate gate;
        TestServer test(limits, TestHandler::gated(gate));
        std::vector<RawClient> clients;
        for (int i = 0; i < 5; ++i)
        {
            clients.emplace_back(test.port());
            clients.back().send(get("/" + std::to_string(i)));
        }
        CPPUNIT_ASSERT(gate.awaitWaiting(2));
        CPPUNIT_ASSERT(eventually([&] { return test.server.counts().queued == 3; }));
        RawClient refused(test.port());
        for (int i = 0; i < 3; ++i)
        {
            const auto reply = refused.ask(get("/refused"));
            CPPUNIT_ASSERT_EQUAL(503, reply.status);
            CPPUNIT_ASSERT(reply.headers.count("retry-after") == 1);
            CPPUNIT_ASSERT(reply.headers.count("connection") == 0);
        }
        gate.open();
        for (int i = 0; i < 5; ++i)
            CPPUNIT_ASSERT_EQUAL("GET /" + std::to_string(i) + " ", clients[static_cast<std::size_t>(i)].read().body);
        CPPUNIT_ASSERT_EQUAL(200, refused.ask(get("/now")).status);
        CPPUNIT_ASSERT_EQUAL(3ULL, test.server.counts().refused);
    }

    void quickRequestsPassWhileOthersWait()
    {
        Gate gate;
        TestServer test({},
                        [&](Exchange& exchange)
                        {
                            if (exchange.request().path == "/slow") gate.pass();
                            TestHandler::echo(exchange);
                        });
        std::vector<RawClient> slow;
        for (int i = 0; i < 100; ++i)
        {
            slow.emplace_back(test.port());
            slow.back().send(get("/slow"));
        }
        CPPUNIT_ASSERT(gate.awaitWaiting(100));
        CPPUNIT_ASSERT_EQUAL(std::size_t(100), test.server.counts().running);
        CPPUNIT_ASSERT_EQUAL(200, RawClient(test.port()).ask(get("/quick")).status);
        gate.open();
        for (auto& client : slow) CPPUNIT_ASSERT_EQUAL(200, client.read().status);
    }

    void clientsAreAcceptedWhileHandlersBlock()
    {
        constexpr std::size_t most = 200;
        HttpLimits limits;
        limits.threads = most;
        Gate gate;
        TestServer test(limits, TestHandler::gated(gate));
        std::vector<RawClient> clients(most);
        for (auto& client : clients)
        {
            client.connect(test.port());
            client.send(get("/"));
        }
        CPPUNIT_ASSERT(gate.awaitWaiting(most));
        gate.open();
        for (auto& client : clients) CPPUNIT_ASSERT_EQUAL(200, client.read().status);
    }

    void moreThreadsAreNeverMadeThanAllowed()
    {
        HttpLimits limits;
        limits.threads = 4;
        Gate gate;
        TestServer test(limits, TestHandler::gated(gate));
        std::vector<RawClient> clients;
        for (int i = 0; i < 50; ++i)
        {
            clients.emplace_back(test.port());
            clients.back().send(get("/") + get("/second"));
        }
        CPPUNIT_ASSERT(eventually([&] { return test.server.counts().queued == 46; }));
        const auto counts = test.server.counts();
        CPPUNIT_ASSERT_EQUAL(std::size_t(4), counts.running);
        CPPUNIT_ASSERT_EQUAL(std::size_t(5), counts.threads);
        gate.open();
        for (auto& client : clients)
        {
            CPPUNIT_ASSERT_EQUAL(std::string("GET / "), client.read().body);
            CPPUNIT_ASSERT_EQUAL(std::string("GET /second "), client.read().body);
        }
        CPPUNIT_ASSERT(test.server.counts().threads <= 5);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CapacityTest);

} // namespace flyte_webhook::host
