#include "control_plane/scripted_server.h"
#include "control_plane/test_ca.h"
#include "control_plane/wires.h"
#include "support/reserved_port.h"
#include "support/temporary_directory.h"
#include <cppunit/extensions/HelperMacros.h>
#include <cstdint>
#include <future>

using namespace flyte_webhook::test;
using namespace std::chrono_literals;
namespace host = flyte_webhook::host;
namespace code = host::grpc_code;

/// A control plane that is down, slow, broken, or comes back.
class ControlPlaneFaultsTest : public WireTest
{
    CPPUNIT_TEST_SUITE(ControlPlaneFaultsTest);
    CPPUNIT_TEST(downIsUnavailableAndNoAddressIsTold);
    CPPUNIT_TEST(aNameThatIsNotKnownIsUnavailable);
    CPPUNIT_TEST(slowEndsAtTheCallersDeadline);
    CPPUNIT_TEST(slowEndsAtTheCallTimeout);
    CPPUNIT_TEST(aDeadlineThatHasPassedEndsAtOnce);
    CPPUNIT_TEST(cancellationEndsACallAtOnceAndTellsTheServer);
    CPPUNIT_TEST(aCancelledCallIsNotSent);
    CPPUNIT_TEST(aResetInMidAnswerIsToldSo);
    CPPUNIT_TEST(serversThatSpeakSomethingElseAreToldSo);
    CPPUNIT_TEST(comesBackWithinTwoSecondsOfTheServer);
    CPPUNIT_TEST(aRestartInQuietIsNotNoticedByTheNextCall);
    CPPUNIT_TEST(isReachedOnceTheServerIsThere);
    CPPUNIT_TEST(isNotReachedWhileTheServerIsAway);
    CPPUNIT_TEST(settingsThatCannotBeUsedAreRefused);
    CPPUNIT_TEST_SUITE_END();

    static void expectNoAddress(const host::ControlPlaneResult& result)
    {
        CPPUNIT_ASSERT_MESSAGE(result.message, result.message.find("127.0.0.1") == std::string::npos);
        CPPUNIT_ASSERT_MESSAGE(result.message, result.message.find("ipv4") == std::string::npos);
        CPPUNIT_ASSERT(!result.message.empty());
        CPPUNIT_ASSERT(!result.cause.empty());
    }

    static bool answers(host::ControlPlane& controlPlane, bool repeatable)
    {
        return Caller().call(controlPlane, {"a.B/C", "", "", repeatable}).code == 0;
    }

    void downIsUnavailableAndNoAddressIsTold()
    {
        const ReservedPort port;
        const auto controlPlane = controlPlaneAt(port.number());
        for (const bool repeatable : {false, true})
        {
            host::ControlPlaneResult result;
            const auto time = timeOf([&] { result = Caller().call(*controlPlane, {"a.B/C", "", "", repeatable}); });
            CPPUNIT_ASSERT_EQUAL(code::unavailable, result.code);
            CPPUNIT_ASSERT_EQUAL(std::string("the control plane cannot be reached"), result.message);
            CPPUNIT_ASSERT(time < 10s);
            expectNoAddress(result);
        }
        CPPUNIT_ASSERT(!controlPlane->reached());
    }

    void aNameThatIsNotKnownIsUnavailable()
    {
        const auto settings = settingsFor("http://no-such-host.invalid:1");
        const auto controlPlane = host::makeControlPlane(settings);
        const auto result = Caller().call(*controlPlane, {"a.B/C", ""});
        CPPUNIT_ASSERT_EQUAL(code::unavailable, result.code);
        CPPUNIT_ASSERT_EQUAL(std::string("the control plane cannot be reached"), result.message);
    }

    void slowEndsAtTheCallersDeadline()
    {
        const auto server = serve([](const ReceivedCall&) { return Answer{{}, 0, "", true}; });
        const auto controlPlane = controlPlaneAt(server->port());
        host::ControlPlaneResult result;
        const auto time = timeOf([&] { result = Caller{{}, 200ms}.call(*controlPlane, {"a.B/C", ""}); });
        CPPUNIT_ASSERT_EQUAL(code::deadlineExceeded, result.code);
        CPPUNIT_ASSERT_EQUAL(std::string("the control plane did not answer in time"), result.message);
        CPPUNIT_ASSERT(time >= 190ms);
        CPPUNIT_ASSERT(time < 10s); // call_timeout is longer
    }

    void slowEndsAtTheCallTimeout()
    {
        const auto server = serve([](const ReceivedCall&) { return Answer{{}, 0, "", true}; });
        auto settings = settingsFor("http://127.0.0.1:" + std::to_string(server->port()));
        settings.callTimeout = 200ms;
        const auto controlPlane = host::makeControlPlane(settings);
        host::ControlPlaneResult result;
        const auto time = timeOf([&] { result = Caller().call(*controlPlane, {"a.B/C", ""}); });
        CPPUNIT_ASSERT_EQUAL(code::deadlineExceeded, result.code);
        CPPUNIT_ASSERT(time < 10s); // the caller has longer
    }

    void aDeadlineThatHasPassedEndsAtOnce()
    {
        const auto server = serve([](const ReceivedCall&) { return Answer{{""}}; });
        const auto controlPlane = controlPlaneAt(server->port());
        const auto result = Caller{{}, -1s}.call(*controlPlane, {"a.B/C", ""});
        CPPUNIT_ASSERT_EQUAL(code::deadlineExceeded, result.code);
        CPPUNIT_ASSERT_EQUAL(0, server->calls());
    }

    void cancellationEndsACallAtOnceAndTellsTheServer()
    {
        std::promise<void> arrived, told;
        const auto server = serve(
            [&](const ReceivedCall&)
            {
                arrived.set_value();
                return Answer{{}, 0, "", true, [&] { told.set_value(); }};
            });
        const auto controlPlane = controlPlaneAt(server->port());
        Caller caller;
        auto result = std::async(std::launch::async, [&] { return caller.call(*controlPlane, {"a.B/C", ""}); });
        arrived.get_future().wait();
        const auto time = timeOf(
            [&]
            {
                caller.cancellation.cancel();
                CPPUNIT_ASSERT_EQUAL(code::cancelled, result.get().code);
            });
        CPPUNIT_ASSERT(time < 10s); // the deadline is later
        CPPUNIT_ASSERT(told.get_future().wait_for(20s) == std::future_status::ready);
    }

    void aCancelledCallIsNotSent()
    {
        const auto server = serve([](const ReceivedCall&) { return Answer{{""}}; });
        const auto controlPlane = controlPlaneAt(server->port());
        Caller caller;
        caller.cancellation.cancel();
        const auto result = caller.call(*controlPlane, {"a.B/C", ""});
        CPPUNIT_ASSERT_EQUAL(code::cancelled, result.code);
        CPPUNIT_ASSERT_EQUAL(0, server->calls());
    }

    void aResetInMidAnswerIsToldSo()
    {
        const auto server = serve([](const ReceivedCall&) { return Answer{{std::string(4 << 20, 'x')}}; });
        ScriptedServer proxy([&](auto& client, int) { relay(client, server->port(), 256 * 1024); });
        const auto controlPlane = controlPlaneAt(proxy.port());
        const auto result = Caller().call(*controlPlane, {"a.B/C", ""});
        CPPUNIT_ASSERT_EQUAL(code::unavailable, result.code);
        CPPUNIT_ASSERT_EQUAL(std::string("the connection to the control plane broke off"), result.message);
        CPPUNIT_ASSERT_EQUAL(1, server->calls());
        expectNoAddress(result);
        Caller().call(*controlPlane, {"a.B/C", "", "", true});
        CPPUNIT_ASSERT_EQUAL(1 + 4, server->calls());
    }

    void serversThatSpeakSomethingElseAreToldSo()
    {
        for (const std::string words : {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", "SSH-2.0-OpenSSH_9.2\r\n", "\x15\x03\x01", ""})
        {
            ScriptedServer server([&](auto& socket, int) { socket.sendBytes(words.data(), static_cast<int>(words.size())); });
            const auto result = Caller{{}, 2s}.call(*controlPlaneAt(server.port()), {"a.B/C", ""});
            const bool known = result.code == code::unavailable || result.code == code::deadlineExceeded;
            const bool understood = wire().protocol == host::ControlPlaneProtocol::grpc || result.code != code::internal;
            CPPUNIT_ASSERT_MESSAGE(words + result.message, known || !understood);
            expectNoAddress(result);
        }
    }

    void comesBackWithinTwoSecondsOfTheServer()
    {
        const auto answer = [](const ReceivedCall&) { return Answer{{"here"}}; };
        const ReservedPort port;
        std::unique_ptr<CallServer> server;
        server = serve(answer, port.number());
        const auto controlPlane = controlPlaneAt(port.number(), 4);
        const auto answered = [&] { return answers(*controlPlane, false); };
        CPPUNIT_ASSERT(answered());
        for (const auto outage : {100ms, 3000ms})
        {
            const auto back = [&]
            {
                server.reset();
                const auto until = std::chrono::steady_clock::now() + outage;
                while (std::chrono::steady_clock::now() < until) CPPUNIT_ASSERT(!answered());
                server = serve(answer, port.number());
                return timeOf([&] { CPPUNIT_ASSERT(within(20s, answered)); });
            };
            CPPUNIT_ASSERT(oneIsWithin(2s, back));
            for (int i = 0; i < 20; ++i) CPPUNIT_ASSERT(within(20s, answered));
        }
    }

    void aRestartInQuietIsNotNoticedByTheNextCall()
    {
        const auto answer = [](const ReceivedCall&) { return Answer{{"here"}}; };
        const ReservedPort port;
        std::unique_ptr<CallServer> server;
        server = serve(answer, port.number());
        const auto controlPlane = controlPlaneAt(port.number(), 2);
        for (int i = 0; i < 2; ++i) CPPUNIT_ASSERT(answers(*controlPlane, false));
        server.reset();
        server = serve(answer, port.number());
        for (int i = 0; i < 4; ++i) CPPUNIT_ASSERT(answers(*controlPlane, true));
    }

    void isReachedOnceTheServerIsThere()
    {
        const ReservedPort port;
        const auto controlPlane = controlPlaneAt(port.number());
        CPPUNIT_ASSERT(!controlPlane->reached());
        CPPUNIT_ASSERT(!within(300ms, [&] { return controlPlane->reached(); }));
        std::unique_ptr<CallServer> server;
        server = serve([](const ReceivedCall&) { return Answer{{""}}; }, port.number());
        CPPUNIT_ASSERT(within(20s, [&] { return controlPlane->reached(); }));
        server.reset();
        CPPUNIT_ASSERT(controlPlane->reached());
        const auto refusing = serve([](const ReceivedCall&) { return Answer{{}, code::unauthenticated, "who are you"}; });
        const auto other = controlPlaneAt(refusing->port());
        Caller().call(*other, {"a.B/C", ""});
        CPPUNIT_ASSERT(other->reached());
    }

    void isNotReachedWhileTheServerIsAway()
    {
        const auto answer = [](const ReceivedCall&) { return Answer{{""}}; };
        const ReservedPort port;
        const auto controlPlane = controlPlaneAt(port.number());
        auto server = serve(answer, port.number());
        CPPUNIT_ASSERT(within(20s, [&] { return answers(*controlPlane, true); }));
        for (int round = 0; round < 2; ++round)
        {
            CPPUNIT_ASSERT(controlPlane->reached());
            server.reset();
            CPPUNIT_ASSERT(within(20s, [&] { return !answers(*controlPlane, true) && !controlPlane->reached(); }));
            CPPUNIT_ASSERT(!within(300ms, [&] { return controlPlane->reached(); }));
            server = serve(answer, port.number());
            CPPUNIT_ASSERT(within(20s, [&] { return controlPlane->reached(); })); // with no call
        }
    }

    void settingsThatCannotBeUsedAreRefused()
    {
        const auto refusal = [](const host::ControlPlaneSettings& settings) -> std::string
        {
            try
            {
                host::makeControlPlane(settings);
            }
            catch (const std::invalid_argument& mistake)
            {
                return mistake.what();
            }
            return "";
        };
        auto settings = settingsFor("");
        CPPUNIT_ASSERT(!refusal(settings).empty());
        settings.endpoint = "ftp://x";
        CPPUNIT_ASSERT(refusal(settings).find("'ftp://x'") != std::string::npos);
        settings.endpoint = "https://x";
        settings.insecure = true;
        CPPUNIT_ASSERT(refusal(settings).find("insecure") != std::string::npos);
        settings.insecure = false;
        settings.caFile = "/nonexistent/ca.pem";
        CPPUNIT_ASSERT(refusal(settings).find("/nonexistent/ca.pem") != std::string::npos);
        settings.caFile = "/dev/null";
        CPPUNIT_ASSERT(refusal(settings).find("holds no certificate") != std::string::npos);
        TemporaryDirectory directory;
        settings.caFile = directory.write("ca.pem", TestCa().issue("DNS:x").certificate +
                                                        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        CPPUNIT_ASSERT(refusal(settings).find("ca.pem' cannot be used (") != std::string::npos);
        settings.caFile.clear();
        settings.connections = 0;
        CPPUNIT_ASSERT(refusal(settings).find("connections") != std::string::npos);
    }
};
FW_OVER_EACH_WIRE(ControlPlaneFaultsTest);
