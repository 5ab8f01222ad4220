#include "control_plane/connect/connect_place.h"
#include "control_plane/connect/idle_lines.h"
#include "control_plane/connect_test.h"
#include "control_plane/tls_listener.h"
#include <atomic>
#include <cppunit/extensions/HelperMacros.h>
#include <future>
#include <thread>

using namespace flyte_webhook::test;
using namespace std::chrono_literals;
namespace host = flyte_webhook::host;
namespace code = host::grpc_code;

/// When connections are kept, used again, and replaced; and that no call runs twice for it.
class ConnectReuseTest : public ConnectOnlyTest
{
    CPPUNIT_TEST_SUITE(ConnectReuseTest);
    CPPUNIT_TEST(connectionsAreUsedAgain);
    CPPUNIT_TEST(connectionsThatTheServerClosesAreNot);
    CPPUNIT_TEST(errorsLeaveAConnectionAsGoodAsItWas);
    CPPUNIT_TEST(aConnectionThatWasClosedMeanwhileIsNoticed);
    CPPUNIT_TEST(aCallWithoutEffectThatMeetsAClosingConnectionIsSentAgainAtOnce);
    CPPUNIT_TEST(aCallWithAnEffectThatMeetsAClosingConnectionIsNotSentTwice);
    CPPUNIT_TEST(anAnswerThatBeganIsNotAskedForTwiceOnTheWay);
    CPPUNIT_TEST(bytesThatNobodyAskedForEndAConnection);
    CPPUNIT_TEST(allKeptConnectionsGoWithTheFirstThatIsGone);
    CPPUNIT_TEST(aCallThatIsCancelledCostsNoOtherConnection);
    CPPUNIT_TEST(oneAnswerIsNeverGivenToAnotherCaller);
    CPPUNIT_TEST(asManyCallsAsThereAreCallersAreUnderWayAtOnce);
    CPPUNIT_TEST(tooManyAndTooOldLinesAreClosed);
    CPPUNIT_TEST(idleConnectionsAreClosedThoughNoCallIsMade);
    CPPUNIT_TEST(anAddressThatDoesNotAnswerIsGivenUp);
    CPPUNIT_TEST(manyThreadsShareIdleLines);
    CPPUNIT_TEST_SUITE_END();

    static int codeOf(host::ControlPlane& controlPlane, bool repeatable)
    {
        return Caller().call(controlPlane, {"a.B/C", "m", "", repeatable}).code;
    }

    void connectionsAreUsedAgain()
    {
        ConnectServer server([](const ReceivedCall& call) { return Answer{{call.message}}; });
        const auto controlPlane = controlPlaneAt(server.port());
        for (int i = 0; i < 20; ++i) CPPUNIT_ASSERT_EQUAL(0, codeOf(*controlPlane, i % 2));
        CPPUNIT_ASSERT_EQUAL(1, server.connections());
    }

    void connectionsThatTheServerClosesAreNot()
    {
        for (const std::string first : {"HTTP/1.1 200 OK\r\nConnection: Close", "HTTP/1.0 200 OK\r\nX: y"})
        {
            ScriptedServer server(
                answering([&](const auto&) { return first + "\r\nContent-Type: application/proto\r\nContent-Length: 0\r\n\r\n"; }));
            const auto controlPlane = controlPlaneAt(server.port());
            for (int i = 0; i < 3; ++i) CPPUNIT_ASSERT_EQUAL(0, codeOf(*controlPlane, false));
            CPPUNIT_ASSERT_EQUAL(3, server.connections());
        }
    }

    void errorsLeaveAConnectionAsGoodAsItWas()
    {
        ConnectServer server([](const ReceivedCall&) { return Answer{{}, code::notFound, "none"}; });
        const auto controlPlane = controlPlaneAt(server.port());
        for (int i = 0; i < 3; ++i) CPPUNIT_ASSERT_EQUAL(code::notFound, codeOf(*controlPlane, false));
        CPPUNIT_ASSERT_EQUAL(1, server.connections());
    }

    void aConnectionThatWasClosedMeanwhileIsNoticed()
    {
        std::promise<void> closed;
        std::atomic<int> requests{0};
        ScriptedServer server(
            [&](Poco::Net::StreamSocket& socket, int number)
            {
                RequestStream stream(socket);
                for (RequestStream::Request request; stream.next(request);)
                {
                    ++requests;
                    sendAll(socket, success(""));
                    if (number > 0) continue;
                    socket.close();
                    return closed.set_value();
                }
            });
        const auto controlPlane = controlPlaneAt(server.port());
        CPPUNIT_ASSERT_EQUAL(0, codeOf(*controlPlane, false));
        closed.get_future().wait();
        CPPUNIT_ASSERT_EQUAL(0, codeOf(*controlPlane, false));
        CPPUNIT_ASSERT_EQUAL(2, requests.load());
    }

    /// Answers each request, but closes the first connection when it gets its second, having taken it or not.
    static ScriptedServer::Script closingOnSecond(std::atomic<int>& requests, const std::string& lastWords = {})
    {
        return [&requests, lastWords](Poco::Net::StreamSocket& socket, int number)
        {
            RequestStream stream(socket);
            int ofThisOne = 0;
            for (RequestStream::Request request; stream.next(request);)
            {
                ++requests;
                if (number == 0 && ++ofThisOne == 2) return sendAll(socket, lastWords);
                sendAll(socket, success(""));
            }
        };
    }

    /// By the place itself, without a pause: what repeats calls after one is not there.
    void aCallWithoutEffectThatMeetsAClosingConnectionIsSentAgainAtOnce()
    {
        std::atomic<int> requests{0};
        ScriptedServer server(closingOnSecond(requests));
        host::ConnectPlace place(host::ControlPlaneEndpoint("http://127.0.0.1:" + std::to_string(server.port())),
                                 std::make_shared<host::ConnectRuntime>(host::TlsRoots("")));
        for (int i = 0; i < 2; ++i)
        {
            Caller caller;
            const auto context = caller.context();
            std::string answer;
            CPPUNIT_ASSERT_EQUAL(0, place.send({"/a.B/C", "m", context, context.deadline, true}, answer).code);
        }
        CPPUNIT_ASSERT_EQUAL(3, requests.load());
        CPPUNIT_ASSERT_EQUAL(2, server.connections());
    }

    void aCallWithAnEffectThatMeetsAClosingConnectionIsNotSentTwice()
    {
        std::atomic<int> requests{0};
        ScriptedServer server(closingOnSecond(requests));
        const auto controlPlane = controlPlaneAt(server.port());
        CPPUNIT_ASSERT_EQUAL(0, codeOf(*controlPlane, false));
        const auto result = Caller().call(*controlPlane, {"a.B/C", "m"});
        CPPUNIT_ASSERT_EQUAL(code::unavailable, result.code);
        CPPUNIT_ASSERT_EQUAL(std::string("the connection to the control plane broke off"), result.message);
        CPPUNIT_ASSERT_EQUAL(2, requests.load());
        CPPUNIT_ASSERT_EQUAL(0, codeOf(*controlPlane, false));
    }

    void anAnswerThatBeganIsNotAskedForTwiceOnTheWay()
    {
        std::atomic<int> requests{0};
        ScriptedServer server(closingOnSecond(requests, "HTTP/1.1 200"));
        const auto controlPlane = controlPlaneAt(server.port());
        CPPUNIT_ASSERT_EQUAL(0, codeOf(*controlPlane, false));
        CPPUNIT_ASSERT_EQUAL(code::unavailable, codeOf(*controlPlane, false));
        CPPUNIT_ASSERT_EQUAL(2, requests.load());
    }

    void bytesThatNobodyAskedForEndAConnection()
    {
        ScriptedServer server(answering([](const auto&) { return success("mine") + success("another's"); }));
        const auto controlPlane = controlPlaneAt(server.port());
        for (int i = 0; i < 5; ++i)
        {
            CPPUNIT_ASSERT_EQUAL(std::string("mine"), Caller().call(*controlPlane, {"a.B/C", "", "", true}).message);
            CPPUNIT_ASSERT_EQUAL(i + 1, server.connections());
        }
    }

    void allKeptConnectionsGoWithTheFirstThatIsGone()
    {
        constexpr int count = 8;
        std::atomic<int> requests{0};
        std::promise<void> all;
        const auto together = all.get_future().share();
        ScriptedServer server(
            [&](Poco::Net::StreamSocket& socket, int number)
            {
                RequestStream stream(socket);
                int ofThisOne = 0;
                for (RequestStream::Request request; stream.next(request);)
                {
                    if (++requests == count) all.set_value();
                    if (number < count && ++ofThisOne == 2) return; // none of the first ones is good for a second request
                    together.wait();                                // and so each of them has one
                    sendAll(socket, success("here"));
                }
            });
        const auto controlPlane = controlPlaneAt(server.port());
        std::vector<std::future<int>> calls;
        for (int i = 0; i < count; ++i) calls.push_back(std::async(std::launch::async, [&] { return codeOf(*controlPlane, false); }));
        for (auto& call : calls) CPPUNIT_ASSERT_EQUAL(0, call.get());
        CPPUNIT_ASSERT_EQUAL(count, server.connections());
        CPPUNIT_ASSERT_EQUAL(code::unavailable, codeOf(*controlPlane, false));
        CPPUNIT_ASSERT_EQUAL(0, codeOf(*controlPlane, false)); // over a new one
        CPPUNIT_ASSERT_EQUAL(count + 2, requests.load());
        CPPUNIT_ASSERT_EQUAL(count + 1, server.connections());
    }

    void aCallThatIsCancelledCostsNoOtherConnection()
    {
        std::atomic<int> arrived{0};
        std::promise<void> both, held;
        const auto together = both.get_future().share();
        ScriptedServer server(
            [&](Poco::Net::StreamSocket& socket, int)
            {
                RequestStream stream(socket);
                for (RequestStream::Request request; stream.next(request);)
                {
                    if (request.body == "hold")
                    {
                        held.set_value();
                        return stream.awaitEnd();
                    }
                    if (request.body == "together" && ++arrived == 2) both.set_value();
                    if (request.body == "together") together.wait();
                    sendAll(socket, success(""));
                }
            });
        const auto controlPlane = controlPlaneAt(server.port());
        const auto call = [&] { return Caller().call(*controlPlane, {"a.B/C", "together"}).code; };
        auto other = std::async(std::launch::async, call);
        CPPUNIT_ASSERT_EQUAL(0, call());
        CPPUNIT_ASSERT_EQUAL(0, other.get());
        Caller leaving;
        auto left = std::async(std::launch::async, [&] { return leaving.call(*controlPlane, {"a.B/C", "hold"}).code; });
        held.get_future().wait();
        leaving.cancellation.cancel();
        CPPUNIT_ASSERT_EQUAL(code::cancelled, left.get());
        CPPUNIT_ASSERT_EQUAL(0, codeOf(*controlPlane, false));
        CPPUNIT_ASSERT_EQUAL(2, server.connections());
    }

    void oneAnswerIsNeverGivenToAnotherCaller()
    {
        ConnectServer server([](const ReceivedCall& call) { return Answer{{call.metadata.find("authorization")->second + call.message}}; });
        const auto controlPlane = controlPlaneAt(server.port());
        std::atomic<int> wrong{0};
        std::vector<std::thread> callers;
        for (int i = 0; i < 32; ++i)
            callers.emplace_back(
                [&, i]
                {
                    const auto token = "Bearer token-of-" + std::to_string(i);
                    for (int n = 0; n < 100; ++n)
                    {
                        const auto message = std::string(static_cast<std::size_t>(n) * 37, 'x') + std::to_string(n);
                        // Some give up soon, so that their answers come when nobody waits for them any more.
                        const bool hasty = n % 5 == 4;
                        const auto result =
                            Caller{{{"authorization", token}}, hasty ? 1ms : 20'000ms}.call(*controlPlane, {"a.B/C", message});
                        const bool late = hasty && result.code == code::deadlineExceeded;
                        if (!late && result.message != token + message) ++wrong;
                    }
                });
        for (auto& caller : callers) caller.join();
        CPPUNIT_ASSERT_EQUAL(0, wrong.load());
    }

    void asManyCallsAsThereAreCallersAreUnderWayAtOnce()
    {
        constexpr int count = 200;
        std::atomic<int> arrived{0};
        std::promise<void> all;
        const auto together = all.get_future().share();
        ScriptedServer server(
            [&](Poco::Net::StreamSocket& socket, int)
            {
                RequestStream stream(socket);
                for (RequestStream::Request request; stream.next(request);)
                {
                    if (++arrived == count) all.set_value();
                    together.wait(); // nobody is answered before all have come
                    sendAll(socket, success("all"));
                }
            });
        const auto controlPlane = controlPlaneAt(server.port());
        std::vector<std::thread> callers;
        std::atomic<int> right{0};
        for (int i = 0; i < count; ++i)
            callers.emplace_back(
                [&]
                {
                    for (int n = 0; n < 3; ++n)
                        if (Caller().call(*controlPlane, {"a.B/C", "m"}).message == "all") ++right;
                });
        for (auto& caller : callers) caller.join();
        CPPUNIT_ASSERT_EQUAL(3 * count, right.load());
        CPPUNIT_ASSERT_EQUAL(count, server.connections());
    }

    /// A line to a server that does nothing.
    static std::unique_ptr<host::Line> lineTo(const ScriptedServer& server)
    {
        const auto until = host::transport::Patience::Clock::now() + 10s;
        host::transport::Patience patience(until, nullptr);
        return std::make_unique<host::Line>(
            std::make_unique<host::transport::Connection>(Poco::Net::SocketAddress("127.0.0.1", server.port()), patience, until));
    }

    static void idle(Poco::Net::StreamSocket& socket, int) { RequestStream(socket).awaitEnd(); }

    void tooManyAndTooOldLinesAreClosed()
    {
        ScriptedServer server(idle);
        host::IdleLines lines(3, 10s);
        for (int i = 0; i < 5; ++i) lines.put(lineTo(server));
        for (int i = 0; i < 3; ++i) CPPUNIT_ASSERT(lines.take());
        CPPUNIT_ASSERT(!lines.take());
        host::IdleLines brief(3, 20ms);
        brief.put(lineTo(server));
        CPPUNIT_ASSERT(!within(30ms, [] { return false; }));
        CPPUNIT_ASSERT(!brief.take());
        auto last = lineTo(server);
        const auto* const address = last.get();
        lines.put(lineTo(server));
        lines.put(std::move(last));
        CPPUNIT_ASSERT(lines.take().get() == address);
        lines.drop();
        CPPUNIT_ASSERT(!lines.take());
    }

    void idleConnectionsAreClosedThoughNoCallIsMade()
    {
        std::atomic<bool> closed{false};
        const ScriptedServer server(
            [&](auto& socket, int)
            {
                RequestStream stream(socket);
                RequestStream::Request request;
                stream.next(request);
                const auto answer = ConnectServer::answerText("200 OK", "application/proto", "");
                socket.sendBytes(answer.data(), static_cast<int>(answer.size()));
                stream.awaitEnd();
                closed = true;
            });
        const host::ControlPlaneEndpoint endpoint("http://127.0.0.1:" + std::to_string(server.port()));
        host::ConnectPlace place(endpoint, std::make_shared<host::ConnectRuntime>(host::TlsRoots("")), 20ms);
        Caller caller;
        const auto context = caller.context();
        std::string answer;
        CPPUNIT_ASSERT_EQUAL(0, place.send({"/a.B/C", "m", context, context.deadline}, answer).code);
        CPPUNIT_ASSERT(!closed);
        CPPUNIT_ASSERT(within(20s,
                              [&]
                              {
                                  place.tend();
                                  return closed.load();
                              }));
    }

    /// The connection that is made without a call finds the other, and calls begin with that.
    void anAddressThatDoesNotAnswerIsGivenUp()
    {
        const TestCa ca;
        ConnectServer server([](const ReceivedCall& call) { return Answer{{call.message}}; },
                             listenOverTls(ca.issue("DNS:plane.example"), Alpn::http1));
        ScriptedServer dead(idle, Poco::Net::ServerSocket(Poco::Net::SocketAddress("127.0.0.2", server.port())));
        const auto lookUp = [](const std::string&) {
            return host::transport::Resolver::Found{0, {Poco::Net::IPAddress("127.0.0.2"), Poco::Net::IPAddress("127.0.0.1")}};
        };
        const host::ControlPlaneEndpoint endpoint("https://plane.example:" + std::to_string(server.port()));
        host::ConnectPlace place(endpoint, std::make_shared<host::ConnectRuntime>(host::TlsRoots(ca.file()), lookUp), 0ms);
        CPPUNIT_ASSERT(within(20s, [&] { return place.connected(); }));
        Caller caller;
        const auto context = caller.context();
        std::string answer;
        for (int i = 0; i < 3; ++i) CPPUNIT_ASSERT_EQUAL(0, place.send({"/a.B/C", "m", context, context.deadline}, answer).code);
        CPPUNIT_ASSERT(server.connections() > 1);
        CPPUNIT_ASSERT_EQUAL(1, dead.connections());
    }

    void manyThreadsShareIdleLines()
    {
        ScriptedServer server(idle);
        host::IdleLines lines(4, 5ms); // is swept all the time
        std::vector<std::thread> threads;
        std::atomic<int> taken{0};
        for (int i = 0; i < 4; ++i)
            threads.emplace_back(
                [&]
                {
                    for (int n = 0; n < 300; ++n)
                    {
                        auto line = lines.take();
                        if (line) ++taken;
                        lines.put(line ? std::move(line) : lineTo(server));
                        if (n % 50 == 0) lines.drop();
                    }
                });
        for (auto& thread : threads) thread.join();
        CPPUNIT_ASSERT(taken > 0);
    }
};
CPPUNIT_TEST_SUITE_REGISTRATION(ConnectReuseTest);
