#include "raw_client.h"
#include "test_server.h"
#include <Poco/Net/NetException.h>
#include <cppunit/extensions/HelperMacros.h>
#include <csignal>
#include <sys/wait.h>

namespace flyte_webhook::host
{

using std::chrono::milliseconds;
using std::chrono::seconds;

/// The server as an object: its start, its pulse, its end.
class ServerLifeTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ServerLifeTest);
    CPPUNIT_TEST(threadsThatDoNotComeBackAreTold);
    CPPUNIT_TEST(destructorDoesNotWaitForThreadsThatDoNotComeBack);
    CPPUNIT_TEST(destructorStops);
    CPPUNIT_TEST(takenPortIsToldAtStart);
    CPPUNIT_TEST(theNextServerAnswersWhoCameToASharedSocketMeanwhile);
    CPPUNIT_TEST(thePulseBeatsAsLongAsEventsAreHandled);
    CPPUNIT_TEST(theHandlerGetsItsTurnThoughNobodyAsks);
    CPPUNIT_TEST_SUITE_END();

public:
    void threadsThatDoNotComeBackAreTold()
    {
        Gate gate;
        HttpLimits limits;
        limits.threads = 1;
        limits.endTimeout = milliseconds(100);
        TestServer test(limits, TestHandler::gated(gate));
        RawClient running(test.port());
        running.send(get("/"));
        CPPUNIT_ASSERT(gate.awaitWaiting(1));
        RawClient queued(test.port());
        queued.send(get("/"));
        CPPUNIT_ASSERT(eventually([&] { return test.server.counts().queued == 1; }));
        CPPUNIT_ASSERT_EQUAL(std::size_t(0), test.server.stuck());
        CPPUNIT_ASSERT_EQUAL(std::size_t(2), test.server.stop(milliseconds(0)));
        CPPUNIT_ASSERT_EQUAL(std::size_t(1), test.server.stuck());
        CPPUNIT_ASSERT(queued.ended());
        gate.open();
        CPPUNIT_ASSERT(eventually([&] { return test.server.stuck() == 0; }));
    }

    /// In a process of its own, for the thread stays.
    void destructorDoesNotWaitForThreadsThatDoNotComeBack()
    {
        const auto child = ::fork();
        CPPUNIT_ASSERT(child >= 0);
        if (child == 0) ::_exit(leaveAThreadBehind() ? 0 : 1);
        int status = -1;
        if (!eventually([&] { return ::waitpid(child, &status, WNOHANG) == child; }))
        {
            ::kill(child, SIGKILL);
            ::waitpid(child, &status, 0);
        }
        CPPUNIT_ASSERT_EQUAL(0, status);
    }

    void destructorStops()
    {
        Gate gate;
        gate.open();
        RawClient client;
        {
            TestServer test({}, TestHandler::gated(gate));
            client.connect(test.port());
            CPPUNIT_ASSERT_EQUAL(200, client.ask(get("/")).status);
        }
        CPPUNIT_ASSERT(client.ended());
        TestHandler handler;
        const HttpServer neverStarted(Poco::Net::SocketAddress("127.0.0.1", 0), {}, handler);
    }

    void theNextServerAnswersWhoCameToASharedSocketMeanwhile()
    {
        const auto held = listeningSocket();
        TestHandler handler;
        unsigned short port = 0;
        {
            HttpServer first({"127.0.0.1", 1}, {}, handler); // not there, but where the socket listens
            secure(first);
            first.listenOn(FileDescriptor(::dup(held.number())));
            first.start();
            port = first.port();
            CPPUNIT_ASSERT_EQUAL(200, RawClient(port).ask(get("/")).status);
            first.stop(seconds(10));
        }
        int status = 0;
        Threads asking(1, [&](int) { status = RawClient(port).ask(get("/")).status; });
        pollfd waiting{held.number(), POLLIN, 0};
        CPPUNIT_ASSERT_EQUAL(1, ::poll(&waiting, 1, 10000)); // nobody accepts it
        HttpServer second({"127.0.0.1", 1}, {}, handler);
        secure(second);
        second.listenOn(FileDescriptor(::dup(held.number())));
        second.start();
        CPPUNIT_ASSERT_EQUAL(port, second.port());
        asking.join();
        CPPUNIT_ASSERT_EQUAL(200, status);
    }

    void thePulseBeatsAsLongAsEventsAreHandled()
    {
        Gate gate;
        HttpLimits limits;
        limits.threads = 1;
        TestServer test(limits, TestHandler::gated(gate)); // though its one handler is busy
        RawClient busy(test.port());
        busy.send(get("/"));
        CPPUNIT_ASSERT(gate.awaitWaiting(1));
        const auto before = test.server.pulse();
        CPPUNIT_ASSERT(eventually([&] { return test.server.pulse().beatsBehind(before); }));
        gate.open();
        CPPUNIT_ASSERT_EQUAL(200, busy.read().status);

        using Pulse = HttpServer::Pulse;
        CPPUNIT_ASSERT((Pulse{2, 7, 0}.beatsBehind(Pulse{1, 7, 0})));
        CPPUNIT_ASSERT((!Pulse{1, 8, 0}.beatsBehind(Pulse{1, 7, 0}))); // nothing else is done
        CPPUNIT_ASSERT((Pulse{2, 8, 3}.beatsBehind(Pulse{1, 7, 3})));
        CPPUNIT_ASSERT((Pulse{2, 7, 3}.beatsBehind(Pulse{1, 7, 0})));  // they may have come just now
        CPPUNIT_ASSERT((!Pulse{2, 7, 3}.beatsBehind(Pulse{1, 7, 1}))); // they wait in vain
    }

    void theHandlerGetsItsTurnThoughNobodyAsks()
    {
        TestServer test;
        CPPUNIT_ASSERT(eventually([&] { return test.turns() > 1; }));
    }

    void takenPortIsToldAtStart()
    {
        TestServer test;
        TestHandler handler;
        HttpServer second(Poco::Net::SocketAddress("127.0.0.1", test.port()), {}, handler);
        try
        {
            second.start();
            CPPUNIT_FAIL("it started");
        }
        catch (const Poco::Net::NetException& error)
        {
            const auto text = error.displayText();
            CPPUNIT_ASSERT_MESSAGE(text,
                                   text.find("127.0.0.1:" + std::to_string(test.port()) + ": Address already in use") != std::string::npos);
        }
    }

private:
    /// Whether it is left still running. The calling process must not return from its caller.
    static bool leaveAThreadBehind()
    {
        static Gate gate;
        static TestHandler handler(TestHandler::gated(gate));
        try
        {
            RawClient client;
            HttpLimits limits;
            limits.endTimeout = milliseconds(100);
            HttpServer server(Poco::Net::SocketAddress("127.0.0.1", 0), limits, handler);
            secure(server);
            server.start();
            client.connect(server.port());
            client.send(get("/"));
            if (!gate.awaitWaiting(1)) return false;
        }
        catch (const std::exception&)
        {
            return false;
        }
        return gate.awaitWaiting(1);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ServerLifeTest);

} // namespace flyte_webhook::host
