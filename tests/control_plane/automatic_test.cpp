#include "control_plane/connect_test.h"
#include "control_plane/test_server.h"
#include "support/reserved_port.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::test;
using namespace std::chrono_literals;
namespace host = flyte_webhook::host;
namespace code = host::grpc_code;

/// How it is found out what a place speaks; and that no call runs twice for it.
class AutomaticTest : public WireTest
{
    CPPUNIT_TEST_SUITE(AutomaticTest);
    CPPUNIT_TEST(aServerOfGrpcAloneIsRememberedForIt);
    CPPUNIT_TEST(callsWithAnEffectRunOnceWhateverIsSpoken);
    CPPUNIT_TEST(manyCallsAtOnceFindOutTogether);
    CPPUNIT_TEST(streamsFindOutAsWell);
    CPPUNIT_TEST(eachSignOfAnotherProtocolIsUnderstood);
    CPPUNIT_TEST(whoeverBreaksOffWithoutAWordIsAskedForHttp2);
    CPPUNIT_TEST(aCallWithAnEffectIsNotLostBehindAnOutage);
    CPPUNIT_TEST(otherErrorsAreNoSign);
    CPPUNIT_TEST(aPlaceMayChangeItsMind);
    CPPUNIT_TEST(connectAloneSaysOnceThatItIsNotSpoken);
    CPPUNIT_TEST_SUITE_END();

    Wire wire() const override { return {host::ControlPlaneProtocol::automatic, Protocol::grpc}; }

    static constexpr auto settingsFrame = std::string_view("\0\0\0\4\0\0\0\0\0", 9);

    static Answer echo(const ReceivedCall& call) { return {{"grpc " + call.message}}; }

    /// Passes HTTP/2 on to a server of gRPC, and answers HTTP/1.1 with a text.
    static ScriptedServer::Script inFrontOf(const CallServer& grpc, std::string toHttp1)
    {
        return [&grpc, toHttp1 = std::move(toHttp1)](Poco::Net::StreamSocket& socket, int)
        {
            char first[3];
            if (socket.receiveBytes(first, sizeof first, MSG_PEEK) < 3) return;
            if (std::string_view(first, 3) == "PRI") return relay(socket, grpc.port(), SIZE_MAX);
            RequestStream requests(socket);
            for (RequestStream::Request request; requests.next(request);)
            {
                sendAll(socket, toHttp1);
                if (toHttp1.empty()) return;
            }
        };
    }

    void aServerOfGrpcAloneIsRememberedForIt()
    {
        TestServer server(echo);
        ScriptedServer proxy([&](auto& socket, int) { relay(socket, server.port(), SIZE_MAX); });
        const auto controlPlane = controlPlaneAt(proxy.port(), 1);
        for (int i = 0; i < 10; ++i) CPPUNIT_ASSERT_EQUAL(std::string("grpc m"), Caller().call(*controlPlane, {"a.B/C", "m"}).message);
        CPPUNIT_ASSERT_EQUAL(2, proxy.connections()); // one to find out, one for gRPC
        CPPUNIT_ASSERT_EQUAL(10, server.calls());
    }

    void callsWithAnEffectRunOnceWhateverIsSpoken()
    {
        for (int i = 0; i < 20; ++i)
        {
            TestServer grpc(echo);
            const auto result = Caller().call(*controlPlaneAt(grpc.port()), {"a.B/C", "m"});
            CPPUNIT_ASSERT_EQUAL_MESSAGE(result.cause, std::string("grpc m"), result.message);
            CPPUNIT_ASSERT_EQUAL(1, grpc.calls());
        }
    }

    void manyCallsAtOnceFindOutTogether()
    {
        TestServer grpc(echo);
        const auto controlPlane = controlPlaneAt(grpc.port());
        std::atomic<int> right{0};
        std::vector<std::thread> callers;
        for (int i = 0; i < 16; ++i)
            callers.emplace_back(
                [&, message = std::to_string(i)]
                {
                    if (Caller().call(*controlPlane, {"a.B/C", message}).message == "grpc " + message) ++right;
                });
        for (auto& caller : callers) caller.join();
        CPPUNIT_ASSERT_EQUAL(16, right.load());
        CPPUNIT_ASSERT_EQUAL(16, grpc.calls());
    }

    static std::vector<std::string> messagesOf(host::ControlPlane& controlPlane)
    {
        Caller caller;
        const auto context = caller.context();
        const auto stream = controlPlane.open({"a.B/Watch", std::string("me")}, context);
        std::vector<std::string> messages;
        for (std::string message; stream->next(message);) messages.push_back(message);
        CPPUNIT_ASSERT_EQUAL(0, stream->close().code);
        return messages;
    }

    void streamsFindOutAsWell()
    {
        TestServer grpc([](const ReceivedCall& call) { return Answer{{"one", call.message}}; });
        ScriptedServer proxy([&](auto& socket, int) { relay(socket, grpc.port(), SIZE_MAX); });
        const auto controlPlane = controlPlaneAt(proxy.port(), 1);
        for (int i = 0; i < 3; ++i) CPPUNIT_ASSERT(messagesOf(*controlPlane) == std::vector<std::string>({"one", "me"}));
        CPPUNIT_ASSERT_EQUAL(2, proxy.connections()); // one to find out, one for gRPC
        ConnectServer connect([](const ReceivedCall& call) { return Answer{{"two", call.message}}; });
        CPPUNIT_ASSERT(messagesOf(*controlPlaneAt(connect.port())) == std::vector<std::string>({"two", "me"}));
    }

    void eachSignOfAnotherProtocolIsUnderstood()
    {
        TestServer grpc(echo);
        int calls = 0;
        for (const auto& sign :
             {std::string(settingsFrame), std::string("HTTP/1.1 415 Unsupported Media Type\r\nContent-Length: 0\r\n\r\n"),
              std::string("HTTP/1.1 426 Upgrade Required\r\nUpgrade: h2c\r\nContent-Length: 0\r\n\r\n"),
              std::string("HTTP/1.1 505 HTTP Version Not Supported\r\n\r\n"),
              std::string("HTTP/1.1 200 OK\r\nContent-Type: application/grpc+proto\r\nContent-Length: 0\r\n\r\n")})
        {
            ScriptedServer proxy(inFrontOf(grpc, sign));
            const auto controlPlane = controlPlaneAt(proxy.port());
            const auto result = Caller().call(*controlPlane, {"a.B/C", "m"});
            CPPUNIT_ASSERT_EQUAL_MESSAGE(sign + result.cause, std::string("grpc m"), result.message);
            CPPUNIT_ASSERT(messagesOf(*controlPlane) == std::vector<std::string>({"grpc me"}));
            CPPUNIT_ASSERT(messagesOf(*controlPlaneAt(proxy.port())) == std::vector<std::string>({"grpc me"}));
            CPPUNIT_ASSERT_EQUAL(calls += 3, grpc.calls());
        }
    }

    void whoeverBreaksOffWithoutAWordIsAskedForHttp2()
    {
        TestServer grpc(echo);
        ScriptedServer proxy(inFrontOf(grpc, ""));
        const auto withoutEffect = controlPlaneAt(proxy.port());
        CPPUNIT_ASSERT_EQUAL(std::string("grpc m"), Caller().call(*withoutEffect, {"a.B/C", "m", "", true}).message);
        const auto withEffect = controlPlaneAt(proxy.port());
        CPPUNIT_ASSERT_EQUAL(code::unavailable, Caller().call(*withEffect, {"a.B/C", "m"}).code); // who knows what became of it
        CPPUNIT_ASSERT_EQUAL(std::string("grpc m"), Caller().call(*withEffect, {"a.B/C", "m"}).message);
        CPPUNIT_ASSERT_EQUAL(2, grpc.calls());
    }

    /// Where HTTP/1.1 is closed without a word, whatever was sent by it has an end that nobody knows.
    void aCallWithAnEffectIsNotLostBehindAnOutage()
    {
        const ReservedPort port;
        TestServer grpc(echo);
        std::atomic<int> overHttp1{0};
        const auto silent = [&](Poco::Net::StreamSocket& socket, int)
        {
            char first[3];
            if (socket.receiveBytes(first, sizeof first, MSG_PEEK) < 3) return;
            if (std::string_view(first, 3) == "PRI") return relay(socket, grpc.port(), SIZE_MAX);
            ++overHttp1;
        };
        const auto controlPlane = controlPlaneAt(port.number(), 1);
        const auto start = [&] { return Caller().call(*controlPlane, {"a.B/C", "m"}); };
        {
            const ScriptedServer proxy(silent, port.number());
            CPPUNIT_ASSERT_EQUAL(std::string("grpc m"), Caller().call(*controlPlane, {"a.B/C", "m", "", true}).message);
        }
        CPPUNIT_ASSERT(within(20s, [&] { return start().code == code::unavailable; }));
        const int before = overHttp1;
        const ScriptedServer proxy(silent, port.number());
        CPPUNIT_ASSERT(within(20s, [&] { return start().message == "grpc m"; }));
        CPPUNIT_ASSERT_EQUAL(before, overHttp1.load());
    }

    void otherErrorsAreNoSign()
    {
        TestServer grpc(echo);
        for (const auto& error : {ConnectServer::errorText(code::unavailable, "later"), ConnectServer::errorText(code::unimplemented, "no"),
                                  std::string("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"), std::string("\1\2\3\r\n\r\n"),
                                  std::string("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")})
        {
            ScriptedServer proxy(inFrontOf(grpc, error));
            CPPUNIT_ASSERT(Caller().call(*controlPlaneAt(proxy.port()), {"a.B/C", "m"}).code != 0);
        }
        CPPUNIT_ASSERT_EQUAL(0, grpc.calls());
    }

    void aPlaceMayChangeItsMind()
    {
        const ReservedPort port;
        const auto controlPlane = controlPlaneAt(port.number());
        const auto answer = [&] { return Caller().call(*controlPlane, {"a.B/C", "m"}).message; };
        for (int i = 0; i < 2; ++i)
        {
            {
                TestServer grpc(echo, port.number());
                CPPUNIT_ASSERT(within(20s, [&] { return answer() == "grpc m"; }));
            }
            ConnectServer connect([](const ReceivedCall& call) { return Answer{{"connect " + call.message}}; }, port.number());
            CPPUNIT_ASSERT(within(20s, [&] { return answer() == "connect m"; }));
        }
    }

    void connectAloneSaysOnceThatItIsNotSpoken()
    {
        TestServer grpc(echo);
        ScriptedServer proxy([&](auto& socket, int) { relay(socket, grpc.port(), SIZE_MAX); });
        auto settings = settingsFor("http://127.0.0.1:" + std::to_string(proxy.port()));
        settings.protocol = host::ControlPlaneProtocol::connect;
        const auto result = Caller().call(*host::makeControlPlane(settings), {"a.B/C", "m"});
        CPPUNIT_ASSERT_EQUAL(code::unavailable, result.code);
        CPPUNIT_ASSERT_EQUAL(std::string("the control plane does not speak the Connect protocol"), result.message);
        CPPUNIT_ASSERT(result.cause.find("protocol = auto") != std::string::npos);
        CPPUNIT_ASSERT_EQUAL(1, proxy.connections());
        CPPUNIT_ASSERT_EQUAL(0, grpc.calls());
    }
};
CPPUNIT_TEST_SUITE_REGISTRATION(AutomaticTest);
