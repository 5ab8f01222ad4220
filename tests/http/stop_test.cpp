#include "base/cancellation.h"
#include "raw_client.h"
#include "test_server.h"
#include <atomic>
#include <cppunit/extensions/HelperMacros.h>
#include <vector>

namespace flyte_webhook::host
{

using std::chrono::milliseconds;
using std::chrono::seconds;

class StopTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(StopTest);
    CPPUNIT_TEST(requestUnderWayIsFinishedAndSaysClose);
    CPPUNIT_TEST(requestThatIsComingInIsFinished);
    CPPUNIT_TEST(queuedRequestsAreFinished);
    CPPUNIT_TEST(idleConnectionsAreClosedSoon);
    CPPUNIT_TEST(whoHasJustComeGetsTheFirstRequestAnswered);
    CPPUNIT_TEST(whoSendsTheNextRequestGetsToReadTheLastAnswer);
    CPPUNIT_TEST(whoIsStillSendingGetsToReadTheRefusal);
    CPPUNIT_TEST(whoGoesOnSendingHoldsTheEndUpForASecond);
    CPPUNIT_TEST(nobodyIsAcceptedAnyMore);
    CPPUNIT_TEST(impatienceCutsWhatIsLeft);
    CPPUNIT_TEST(impatienceEndsAStreamNobodyReads);
    CPPUNIT_TEST(stopInTheMidstOfLoadLosesNoAnswer);
    CPPUNIT_TEST_SUITE_END();

public:
    void requestUnderWayIsFinishedAndSaysClose()
    {
        Gate gate;
        TestServer test({}, TestHandler::gated(gate));
        RawClient client(test.port());
        client.send(get("/"));
        CPPUNIT_ASSERT(gate.awaitWaiting(1));
        std::size_t cut = 99;
        Threads stopping(1, [&](int) { cut = test.server.stop(seconds(10)); });
        CPPUNIT_ASSERT(eventually([&] { return !accepts(test.port()); }));
        gate.open();
        const auto reply = client.read();
        stopping.join();
        CPPUNIT_ASSERT_EQUAL(std::string("GET / "), reply.body);
        CPPUNIT_ASSERT_EQUAL(std::string("close"), reply.headers.at("connection"));
        CPPUNIT_ASSERT(client.ended());
        CPPUNIT_ASSERT_EQUAL(std::size_t(0), cut);
        CPPUNIT_ASSERT_EQUAL(std::size_t(0), test.server.counts().threads);
    }

    void requestThatIsComingInIsFinished()
    {
        TestServer test;
        RawClient client(test.port());
        client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe");
        CPPUNIT_ASSERT(eventually([&] { return test.server.counts().connections == 1 && test.server.counts().parked == 0; }));
        Threads stopping(1, [&](int) { test.server.stop(seconds(10)); });
        CPPUNIT_ASSERT(eventually([&] { return !accepts(test.port()); }));
        CPPUNIT_ASSERT_EQUAL(std::string("POST / hello"), client.ask("llo").body);
        stopping.join();
    }

    void queuedRequestsAreFinished()
    {
        Gate gate;
        HttpLimits limits;
        limits.threads = 1;
        TestServer test(limits, TestHandler::gated(gate));
        RawClient first(test.port());
        first.send(get("/1"));
        CPPUNIT_ASSERT(gate.awaitWaiting(1));
        RawClient second(test.port());
        second.send(get("/2"));
        CPPUNIT_ASSERT(eventually([&] { return test.server.counts().queued == 1; }));
        Threads stopping(1, [&](int) { test.server.stop(seconds(10)); });
        CPPUNIT_ASSERT(eventually([&] { return !accepts(test.port()); }));
        gate.open();
        CPPUNIT_ASSERT_EQUAL(std::string("GET /1 "), first.read().body);
        CPPUNIT_ASSERT_EQUAL(std::string("GET /2 "), second.read().body);
        stopping.join();
    }

    void idleConnectionsAreClosedSoon()
    {
        Gate gate;
        TestServer test({},
                        [&](Exchange& exchange)
                        {
                            if (exchange.request().path == "/wait") gate.pass();
                            TestHandler::echo(exchange);
                        });
        RawClient used(test.port());
        CPPUNIT_ASSERT_EQUAL(200, used.ask(get("/")).status);
        RawClient fresh(test.port());
        RawClient busy(test.port());
        busy.send(get("/wait"));
        CPPUNIT_ASSERT(gate.awaitWaiting(1));
        CPPUNIT_ASSERT(eventually([&] { return test.server.counts().parked == 2; }));
        Threads stopping(1, [&](int) { test.server.stop(seconds(10)); });
        CPPUNIT_ASSERT(used.ended());
        CPPUNIT_ASSERT(fresh.ended());
        gate.open();
        CPPUNIT_ASSERT_EQUAL(200, busy.read().status);
        stopping.join();
    }

    void whoHasJustComeGetsTheFirstRequestAnswered()
    {
        CPPUNIT_ASSERT(eventually([] { return firstRequestIsAnswered(); }));
    }

    /// False: it came too late, for the server waits a second.
    static bool firstRequestIsAnswered()
    {
        TestServer test;
        RawClient fresh(test.port());
        CPPUNIT_ASSERT(eventually([&] { return test.server.counts().parked == 1; }));
        Threads stopping(1, [&](int) { test.server.stop(seconds(10)); });
        CPPUNIT_ASSERT(eventually([&] { return !accepts(test.port()); }));
        if (!fresh.send(get("/")) || fresh.ended()) return false;
        const auto reply = fresh.read();
        CPPUNIT_ASSERT_EQUAL(200, reply.status);
        CPPUNIT_ASSERT_EQUAL(std::string("close"), reply.headers.at("connection"));
        return true;
    }

    void whoSendsTheNextRequestGetsToReadTheLastAnswer()
    {
        Gate gate;
        TestServer test({}, TestHandler::gated(gate));
        RawClient client(test.port());
        client.send(get("/1"));
        CPPUNIT_ASSERT(gate.awaitWaiting(1));
        client.send(get("/2")); // nobody will read it: closing the connection now would reset it
        Threads stopping(1, [&](int) { test.server.stop(seconds(10)); });
        CPPUNIT_ASSERT(eventually([&] { return !accepts(test.port()); }));
        gate.open();
        CPPUNIT_ASSERT_EQUAL(std::string("GET /1 "), client.read().body);
        CPPUNIT_ASSERT(client.ended());
        CPPUNIT_ASSERT(!client.broken());
    }

    void whoIsStillSendingGetsToReadTheRefusal()
    {
        CPPUNIT_ASSERT(eventually([] { return refusalIsRead(); }));
    }

    /// False: it came too late, for the server waits a second.
    static bool refusalIsRead()
    {
        TestServer test;
        RawClient client(test.port());
        sendTooMuch(test, client);
        Threads stopping(1, [&](int) { test.server.stop(seconds(10)); });
        CPPUNIT_ASSERT(eventually([&] { return !accepts(test.port()); }));
        if (!client.send(std::string(100000, 'x'))) return false;
        ::poll(nullptr, 0, 200); // a server that does not wait would have reset the connection by then
        if (!client.send(std::string(100000, 'x')) || client.ended()) return false;
        CPPUNIT_ASSERT_EQUAL(413, client.read().status);
        client.close();
        return true;
    }

    void whoGoesOnSendingHoldsTheEndUpForASecond()
    {
        int trials = 5; // a busy machine may be slower
        while (trials > 0 && !endsSoon()) --trials;
        CPPUNIT_ASSERT(trials > 0);
    }

    static bool endsSoon()
    {
        TestServer test;
        RawClient client(test.port());
        sendTooMuch(test, client);
        const auto begun = std::chrono::steady_clock::now();
        test.server.stop(seconds(10));
        return std::chrono::steady_clock::now() - begun < milliseconds(3500); // alone it may take five seconds
    }

    /// Has its refusal, and could read it, before the server's end begins.
    static void sendTooMuch(TestServer& test, RawClient& client)
    {
        client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n\r\nbegun");
        CPPUNIT_ASSERT(eventually([&] { return test.refusals() == 1 && test.server.counts().parked == 1; }));
    }

    void nobodyIsAcceptedAnyMore()
    {
        TestServer test;
        const auto port = test.port();
        CPPUNIT_ASSERT(accepts(port));
        test.server.stop(seconds(1));
        CPPUNIT_ASSERT(!accepts(port));
    }

    void impatienceCutsWhatIsLeft()
    {
        std::atomic<bool> cancelled{false};
        HttpLimits limits;
        limits.threads = 1;
        TestServer test(limits,
                        [&](Exchange& exchange)
                        {
                            Gate gate;
                            Cancellation cancellation;
                            const Cancellation::Action action(cancellation, [&gate] { gate.open(); });
                            exchange.watchClient(cancellation);
                            gate.pass();
                            exchange.forget();
                            cancelled = cancellation.cancelled();
                        });
        RawClient running(test.port());
        running.send(get("/running"));
        CPPUNIT_ASSERT(eventually([&] { return test.server.counts().running == 1; }));
        RawClient queued(test.port());
        queued.send(get("/queued"));
        RawClient coming(test.port());
        coming.send("GET /coming HT");
        CPPUNIT_ASSERT(eventually(
            [&] { return test.server.counts().queued == 1 && test.server.counts().connections == 3 && test.server.counts().parked == 0; }));
        CPPUNIT_ASSERT_EQUAL(std::size_t(3), test.server.stop(milliseconds(50)));
        CPPUNIT_ASSERT(cancelled);
        CPPUNIT_ASSERT(queued.ended());
        CPPUNIT_ASSERT(coming.ended());
    }

    void impatienceEndsAStreamNobodyReads()
    {
        std::atomic<bool> begun{false};
        TestServer test({},
                        [&](Exchange& exchange)
                        {
                            exchange.begin(TestHandler::reply("begun"));
                            begun = true;
                            while (exchange.write(std::string(1 << 20, 'x')))
                            {
                            }
                        });
        RawClient client;
        client.receiveBuffer(4096);
        client.connect(test.port());
        client.send(get("/"));
        CPPUNIT_ASSERT(eventually([&] { return begun.load(); }));
        CPPUNIT_ASSERT_EQUAL(std::size_t(1), test.server.stop(milliseconds(50)));
    }

    void stopInTheMidstOfLoadLosesNoAnswer()
    {
        TestServer test;
        std::atomic<int> answered{0};
        std::atomic<int> torn{0};
        std::vector<RawClient> connected; // all of them before the end begins
        for (int i = 0; i < 4; ++i) connected.emplace_back(test.port());
        const auto ask = [&](int who)
        {
            auto& client = connected[static_cast<std::size_t>(who)];
            for (bool open = true; open;)
            {
                if (!client.send(get("/")) || client.ended()) return; // closed between two requests
                const auto reply = client.read();
                if (reply.body != "GET / ") ++torn;
                ++answered;
                open = reply.headers.count("connection") == 0;
            }
        };
        Threads clients(4, ask);
        const bool loaded = eventually([&] { return answered > 1000; });
        const auto cut = test.server.stop(seconds(10)); // in any case: the clients go on until then
        clients.join();
        CPPUNIT_ASSERT(loaded);
        CPPUNIT_ASSERT_EQUAL(std::size_t(0), cut);
        CPPUNIT_ASSERT_EQUAL(0, torn.load());
    }

private:
    static bool accepts(unsigned short port)
    {
        try
        {
            const RawClient client(port);
            return true;
        }
        catch (const std::runtime_error&)
        {
            return false;
        }
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(StopTest);

} // namespace flyte_webhook::host
