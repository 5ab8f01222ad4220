#include "base/cancellation.h"
#include "raw_client.h"
#include "test_server.h"
#include <atomic>
#include <cppunit/extensions/HelperMacros.h>

namespace flyte_webhook::host
{

namespace
{

/// Serves until its client goes.
void serveUntilCancelled(Exchange& exchange, std::atomic<int>& begun, std::atomic<int>& cancelled)
{
    Gate gate;
    Cancellation cancellation;
    exchange.watchClient(cancellation);
    {
        const Cancellation::Action action(cancellation, [&gate] { gate.open(); });
        ++begun;
        gate.pass();
    }
    exchange.forget();
    if (cancellation.cancelled()) ++cancelled;
    TestHandler::echo(exchange);
}

} // namespace

class WatchTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(WatchTest);
    CPPUNIT_TEST(clientThatGoesIsNoticedInMidRequest);
    CPPUNIT_TEST(clientThatHasGoneBeforeIsNoticed);
    CPPUNIT_TEST(clientThatStaysIsNotCancelled);
    CPPUNIT_TEST(forgettingWaitsForTheCancellation);
    CPPUNIT_TEST(clientsThatGoAtAnyMomentDoNoHarm);
    CPPUNIT_TEST_SUITE_END();

public:
    void clientThatGoesIsNoticedInMidRequest()
    {
        std::atomic<int> begun{0};
        std::atomic<int> cancelled{0};
        TestServer test({}, [&](Exchange& exchange) { serveUntilCancelled(exchange, begun, cancelled); });
        RawClient client(test.port());
        client.send(get("/"));
        CPPUNIT_ASSERT(eventually([&] { return begun == 1; }));
        CPPUNIT_ASSERT_EQUAL(0, cancelled.load());
        client.close();
        CPPUNIT_ASSERT(eventually([&] { return cancelled == 1; }));
        CPPUNIT_ASSERT(eventually([&] { return test.server.counts().connections == 0; }));
    }

    void clientThatHasGoneBeforeIsNoticed()
    {
        std::atomic<int> begun{0};
        std::atomic<int> cancelled{0};
        Gate gate;
        TestServer test({},
                        [&](Exchange& exchange)
                        {
                            gate.pass();
                            serveUntilCancelled(exchange, begun, cancelled);
                        });
        RawClient client(test.port());
        client.send(get("/"));
        CPPUNIT_ASSERT(gate.awaitWaiting(1));
        client.close();
        gate.open();
        CPPUNIT_ASSERT(eventually([&] { return cancelled == 1; }));
    }

    void clientThatStaysIsNotCancelled()
    {
        std::atomic<int> cancelled{0};
        TestServer test({},
                        [&](Exchange& exchange)
                        {
                            Cancellation cancellation;
                            exchange.watchClient(cancellation);
                            TestHandler::echo(exchange);
                            exchange.forget();
                            if (cancellation.cancelled()) ++cancelled;
                        });
        RawClient client(test.port());
        for (int i = 0; i < 100; ++i) CPPUNIT_ASSERT_EQUAL(200, client.ask(get("/")).status);
        client.send(get("/1") + get("/2") + get("/3"));
        for (const std::string path : {"/1", "/2", "/3"}) CPPUNIT_ASSERT_EQUAL("GET " + path + " ", client.read().body);
        CPPUNIT_ASSERT_EQUAL(0, cancelled.load());
    }

    void forgettingWaitsForTheCancellation()
    {
        Gate inAction;
        std::atomic<bool> actionDone{false};
        std::atomic<bool> tooEarly{false};
        std::atomic<bool> forgotten{false};
        TestServer test({},
                        [&](Exchange& exchange)
                        {
                            Cancellation cancellation;
                            const Cancellation::Action action(cancellation,
                                                              [&]
                                                              {
                                                                  inAction.pass();
                                                                  actionDone = true;
                                                              });
                            exchange.watchClient(cancellation);
                            eventually([&] { return cancellation.cancelled(); });
                            exchange.forget();
                            tooEarly = !actionDone;
                            forgotten = true;
                        });
        RawClient client(test.port());
        client.send(get("/"));
        CPPUNIT_ASSERT(eventually([&] { return test.server.counts().running == 1; }));
        client.close();
        CPPUNIT_ASSERT(inAction.awaitWaiting(1));
        CPPUNIT_ASSERT(!forgotten);
        inAction.open();
        CPPUNIT_ASSERT(eventually([&] { return forgotten.load(); }));
        CPPUNIT_ASSERT(!tooEarly);
    }

    void clientsThatGoAtAnyMomentDoNoHarm()
    {
        TestServer test({},
                        [](Exchange& exchange)
                        {
                            Cancellation cancellation;
                            exchange.watchClient(cancellation);
                            if (exchange.request().path == "/wait") ::poll(nullptr, 0, 1);
                            TestHandler::echo(exchange);
                            exchange.forget();
                        });
        std::atomic<int> wrong{0};
        const auto come = [&](int seed)
        {
            for (int i = 0; i < 300; ++i)
            {
                RawClient client(test.port());
                const std::string path = i % 2 == 0 ? "/wait" : "/" + std::to_string(seed) + "-" + std::to_string(i);
                client.send(get(path) + get(path));
                if (i % 3 == 0) continue; // goes at once
                if (client.read().body != "GET " + path + " ") ++wrong;
            }
        };
        Threads(4, come).join();
        CPPUNIT_ASSERT_EQUAL(0, wrong.load());
        CPPUNIT_ASSERT(eventually([&] { return test.server.counts().connections == 0; }));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(WatchTest);

} // namespace flyte_webhook::host
