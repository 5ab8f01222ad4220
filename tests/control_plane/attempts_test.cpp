#include "control_plane/scripted_server.h"
#include "control_plane/wires.h"
#include "support/reserved_port.h"
#include <cppunit/extensions/HelperMacros.h>
#include <future>

using namespace flyte_webhook::test;
using namespace std::chrono_literals;
namespace host = flyte_webhook::host;
namespace code = host::grpc_code;

/// Which calls are sent again, how often and until when.
class AttemptsTest : public WireTest
{
    CPPUNIT_TEST_SUITE(AttemptsTest);
    CPPUNIT_TEST(cancellationEndsThePausesBetweenAttempts);
    CPPUNIT_TEST(repeatableCallsAreSentAgainWhenUnavailable);
    CPPUNIT_TEST(otherCallsAreSentOnceOnly);
    CPPUNIT_TEST(grpcSaysThatACallNeverLeftInTheseWords);
    CPPUNIT_TEST(aCallThatNeverLeftIsTriedAgain);
    CPPUNIT_TEST(noWordsOfAServerSayThatACallNeverLeft);
    CPPUNIT_TEST(otherCodesAreNotRetried);
    CPPUNIT_TEST(attemptsEndInTime);
    CPPUNIT_TEST(aResetBeforeAnyAnswerIsNotSentAgain);
    CPPUNIT_TEST_SUITE_END();

    /// Whether a call that is cancelled behind its third attempt ends within the pause that follows, which lasts 100 ms at least.
    bool cancelledPauseIsCutShort() const
    {
        using Clock = std::chrono::steady_clock;
        std::promise<Clock::time_point> third;
        std::atomic<int> count{0};
        const auto server = serve(
            [&](const ReceivedCall&)
            {
                if (++count == 3) third.set_value(Clock::now());
                return Answer{{}, code::unavailable, "later"};
            });
        const auto controlPlane = controlPlaneAt(server->port());
        Caller caller;
        auto result = std::async(std::launch::async, [&] { return caller.call(*controlPlane, {"a.B/C", "", "", true}); });
        const auto paused = third.get_future().get();
        caller.cancellation.cancel();
        result.wait();
        return Clock::now() - paused < 100ms && server->calls() == 3;
    }

    void cancellationEndsThePausesBetweenAttempts()
    {
        CPPUNIT_ASSERT(within(20s, [&] { return cancelledPauseIsCutShort(); })); // a busy machine may cancel too late
    }

    void repeatableCallsAreSentAgainWhenUnavailable()
    {
        std::atomic<int> count{0};
        const auto server = serve(
            [&](const ReceivedCall&) {
                return ++count < 3 ? Answer{{}, code::unavailable, "later"} : Answer{{"now"}};
            });
        const auto result = Caller().call(*controlPlaneAt(server->port()), {"a.B/C", "", "", true});
        CPPUNIT_ASSERT_EQUAL(0, result.code);
        CPPUNIT_ASSERT_EQUAL(std::string("now"), result.message);
        CPPUNIT_ASSERT_EQUAL(3, server->calls());
    }

    void otherCallsAreSentOnceOnly()
    {
        const auto server = serve([](const ReceivedCall&) { return Answer{{}, code::unavailable, "later"}; });
        const auto controlPlane = controlPlaneAt(server->port());
        const auto result = Caller().call(*controlPlane, {"a.B/C", ""});
        CPPUNIT_ASSERT_EQUAL(code::unavailable, result.code);
        CPPUNIT_ASSERT_EQUAL(std::string("later"), result.message);
        CPPUNIT_ASSERT_EQUAL(1, server->calls());
        Caller().call(*controlPlane, {"a.B/C", "", "", true});
        CPPUNIT_ASSERT_EQUAL(1 + 4, server->calls());
    }

    static bool begins(const std::string& text, const std::string& with) { return text.compare(0, with.size(), with) == 0; }

    /// What grpcStatus() knows them by. Another gRPC may choose others: then this fails, and the list there must grow.
    void grpcSaysThatACallNeverLeftInTheseWords()
    {
        if (wire().protocol != host::ControlPlaneProtocol::grpc) return;
        const auto down = Caller().call(*controlPlaneAt(ReservedPort().number()), {"a.B/C", ""});
        CPPUNIT_ASSERT_MESSAGE(down.cause, begins(down.cause, "UNKNOWN:failed to connect to all addresses"));
        const auto settings = settingsFor("http://no-such-host.invalid:1");
        const auto unknown = Caller().call(*host::makeControlPlane(settings), {"a.B/C", ""});
        CPPUNIT_ASSERT_MESSAGE(unknown.cause, begins(unknown.cause, "UNKNOWN:DNS resolution failed"));
    }

    void aCallThatNeverLeftIsTriedAgain()
    {
        const ReservedPort port;
        const auto controlPlane = controlPlaneAt(port.number());
        const auto time = timeOf([&] { Caller().call(*controlPlane, {"a.B/C", ""}); });
        CPPUNIT_ASSERT_MESSAGE(std::to_string(time.count()), time >= 25ms + 50ms + 100ms); // the least of the pauses between attempts
    }

    void noWordsOfAServerSayThatACallNeverLeft()
    {
        const auto server = serve([](const ReceivedCall& call) { return Answer{{}, code::unavailable, call.message}; });
        const auto controlPlane = controlPlaneAt(server->port());
        const std::vector<std::string> forged{"failed to connect to all addresses", "UNKNOWN:failed to connect to all addresses",
                                              "DNS resolution failed", "UNAVAILABLE:DNS resolution failed"};
        for (const auto& words : forged) Caller().call(*controlPlane, {"a.B/C", words});
        CPPUNIT_ASSERT_EQUAL(static_cast<int>(forged.size()), server->calls());
    }

    void otherCodesAreNotRetried()
    {
        const auto server = serve([](const ReceivedCall& call) { return Answer{{}, std::stoi(call.message), "no"}; });
        const auto controlPlane = controlPlaneAt(server->port());
        for (int code = 1; code <= 16; ++code)
        {
            const auto number = std::to_string(code);
            if (code != code::unavailable) Caller().call(*controlPlane, {"a.B/C", number, "", true});
        }
        CPPUNIT_ASSERT_EQUAL(15, server->calls());
    }

    void attemptsEndInTime()
    {
        const auto server = serve([](const ReceivedCall&) { return Answer{{}, code::unavailable, "later"}; });
        const auto controlPlane = controlPlaneAt(server->port());
        // It is over before the deadline, with what it was told, for the pauses before a third attempt would last 75 ms at least.
        const auto endsInTime = [&]
        {
            host::ControlPlaneResult result;
            const auto time = timeOf([&] { result = Caller{{}, 60ms}.call(*controlPlane, {"a.B/C", "", "", true}); });
            return result.code == code::unavailable && time < 60ms;
        };
        CPPUNIT_ASSERT(within(20s, endsInTime)); // a busy machine may need longer for one attempt
    }

    void aResetBeforeAnyAnswerIsNotSentAgain()
    {
        std::promise<void> arrived;
        std::atomic<int> calls{0};
        const auto server = serve(
            [&](const ReceivedCall&)
            {
                if (++calls == 1) arrived.set_value();
                return Answer{{}, 0, "", true};
            });
        // Where it is found out first that gRPC is spoken, that takes a connection of its own.
        const int carrying = serverSpeaksGrpc() && wire().protocol == host::ControlPlaneProtocol::automatic ? 1 : 0;
        std::promise<Poco::Net::StreamSocket> connected;
        ScriptedServer proxy(
            [&](auto& client, int number)
            {
                if (number == carrying) connected.set_value(client);
                relay(client, server->port(), SIZE_MAX);
            });
        const auto controlPlane = controlPlaneAt(proxy.port(), 1);
        Caller caller;
        auto result = std::async(std::launch::async, [&] { return caller.call(*controlPlane, {"a.B/C", ""}); });
        arrived.get_future().wait();
        connected.get_future().get().shutdown();
        CPPUNIT_ASSERT_EQUAL(code::unavailable, result.get().code);
        CPPUNIT_ASSERT_EQUAL(1, server->calls());
    }
};
FW_OVER_EACH_WIRE(AttemptsTest);
