#include "control_plane/connect_server.h"
#include "control_plane/grpc/grpc_process.h"
#include "control_plane/test_ca.h"
#include "control_plane/test_server.h"
#include "control_plane/tls_listener.h"
#include "control_plane/wires.h"
#include <cppunit/extensions/HelperMacros.h>
#include <grpcpp/security/server_credentials.h>
#include <mutex>
#include <string>

using namespace flyte_webhook::test;
namespace host = flyte_webhook::host;
namespace code = host::grpc_code;

/// A control plane behind TLS.
class ControlPlaneTlsTest : public WireTest
{
    CPPUNIT_TEST_SUITE(ControlPlaneTlsTest);
    CPPUNIT_TEST(aCertificateOfTheCaForTheHostIsTrusted);
    CPPUNIT_TEST(aCertificateOfAnotherCaIsNot);
    CPPUNIT_TEST(aCertificateForAnotherHostIsNot);
    CPPUNIT_TEST(theSystemsRootsDoNotTrustATestCa);
    CPPUNIT_TEST(plainTextDoesNotReachATlsServer);
    CPPUNIT_TEST(credentialsAreNotSentInPlainText);
    CPPUNIT_TEST(otherPlacesAreVerifiedTheSameWay);
    CPPUNIT_TEST_SUITE_END();

    TestCa _ca;

    std::unique_ptr<CallServer> serverFor(const std::string& names) const
    {
        const auto answer = [](const ReceivedCall&) { return Answer{{"secure"}}; };
        const auto identity = _ca.issue(names);
        if (!serverSpeaksGrpc()) return std::make_unique<ConnectServer>(answer, listenOverTls(identity));
        grpc::SslServerCredentialsOptions options;
        options.pem_key_cert_pairs.push_back({identity.key, identity.certificate});
        return std::make_unique<TestServer>(answer, 0, grpc::SslServerCredentials(options));
    }

    host::ControlPlaneResult ask(const CallServer& server, const std::string& caFile,
                                 const std::string& scheme = "https://127.0.0.1:", const std::string& endpoint = "") const
    {
        auto settings = settingsFor(scheme + std::to_string(server.port()));
        settings.caFile = caFile;
        return Caller().call(*host::makeControlPlane(settings), {"a.B/C", "", endpoint});
    }

    static void expectUnreachable(const host::ControlPlaneResult& result)
    {
        CPPUNIT_ASSERT_EQUAL(code::unavailable, result.code);
        CPPUNIT_ASSERT_EQUAL(std::string("the control plane cannot be reached"), result.message);
    }

    void aCertificateOfTheCaForTheHostIsTrusted()
    {
        const auto server = serverFor("DNS:localhost,IP:127.0.0.1");
        for (const std::string scheme : {"https://127.0.0.1:", "https://localhost:", "dns:///localhost:", "localhost:"})
        {
            const auto result = ask(*server, _ca.file(), scheme);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(scheme + result.cause, std::string("secure"), result.message);
        }
    }

    void aCertificateOfAnotherCaIsNot()
    {
        const auto result = ask(*serverFor("IP:127.0.0.1"), TestCa().file());
        expectUnreachable(result);
        CPPUNIT_ASSERT_MESSAGE(result.cause, result.cause.find("andshake") != std::string::npos);
    }

    void aCertificateForAnotherHostIsNot() { expectUnreachable(ask(*serverFor("DNS:elsewhere.example.com"), _ca.file())); }

    void theSystemsRootsDoNotTrustATestCa() { expectUnreachable(ask(*serverFor("IP:127.0.0.1"), "")); }

    void plainTextDoesNotReachATlsServer()
    {
        const auto result = ask(*serverFor("IP:127.0.0.1"), "", "http://127.0.0.1:");
        CPPUNIT_ASSERT_MESSAGE(result.cause, result.code == code::unavailable || result.code == code::internal);
    }

    void credentialsAreNotSentInPlainText()
    {
        const auto plain = serve([](const ReceivedCall&) { return Answer{{""}}; });
        const auto result =
            ask(*serverFor("IP:127.0.0.1"), _ca.file(), "https://127.0.0.1:", "http://127.0.0.1:" + std::to_string(plain->port()));
        CPPUNIT_ASSERT_EQUAL(code::internal, result.code);
        CPPUNIT_ASSERT(result.message.find("plain text") != std::string::npos);
        CPPUNIT_ASSERT_EQUAL(0, plain->calls());
    }

    void otherPlacesAreVerifiedTheSameWay()
    {
        const auto own = serverFor("IP:127.0.0.1");
        const auto good = serverFor("DNS:localhost"), bad = serverFor("DNS:elsewhere.example.com");
        const auto at = [](const CallServer& server) { return "localhost:" + std::to_string(server.port()); };
        CPPUNIT_ASSERT_EQUAL(std::string("secure"), ask(*own, _ca.file(), "https://127.0.0.1:", at(*good)).message);
        expectUnreachable(ask(*own, _ca.file(), "https://127.0.0.1:", at(*bad)));
    }
};
FW_OVER_EACH_WIRE(ControlPlaneTlsTest);

/// What gRPC says for itself.
class GrpcLogTest : public WireTest
{
    CPPUNIT_TEST_SUITE(GrpcLogTest);
    CPPUNIT_TEST(grpcsOwnWordsGoToTheLogAndNotToStandardError);
    CPPUNIT_TEST_SUITE_END();

    static std::string& lastWords()
    {
        static std::string words;
        return words;
    }

    void grpcsOwnWordsGoToTheLogAndNotToStandardError()
    {
        static std::mutex mutex;
        host::prepareGrpc(
            [](std::string_view text)
            {
                const std::lock_guard lock(mutex);
                lastWords() = text;
            });
        const TestCa ca;
        const auto identity = ca.issue("DNS:elsewhere.example.com");
        grpc::SslServerCredentialsOptions options;
        options.pem_key_cert_pairs.push_back({identity.key, identity.certificate});
        TestServer server([](const ReceivedCall&) { return Answer{{""}}; }, 0, grpc::SslServerCredentials(options));
        auto settings = settingsFor("https://127.0.0.1:" + std::to_string(server.port()));
        settings.caFile = ca.file();
        CPPUNIT_ASSERT_EQUAL(code::unavailable, Caller().call(*host::makeControlPlane(settings), {"a.B/C", ""}).code);
        const std::lock_guard lock(mutex);
        CPPUNIT_ASSERT_MESSAGE(lastWords(), lastWords().find("127.0.0.1") != std::string::npos);
    }
};
CPPUNIT_TEST_SUITE_REGISTRATION(GrpcLogTest);

/// What is made of what a server says, or does not say, of protocols in the TLS handshake.
class AlpnTest : public WireTest
{
    CPPUNIT_TEST_SUITE(AlpnTest);
    CPPUNIT_TEST(whoeverChoosesHttp1OrNothingIsCalledOverConnect);
    CPPUNIT_TEST(whoeverTakesHttp2AloneIsCalledOverGrpc);
    CPPUNIT_TEST(connectionsOverTlsAreUsedAgain);
    CPPUNIT_TEST(connectAloneTellsThatHttp1IsNotTaken);
    CPPUNIT_TEST_SUITE_END();

    const TestCa _ca;
    const TestIdentity _identity = _ca.issue("IP:127.0.0.1");

    Wire wire() const override { return {host::ControlPlaneProtocol::automatic, Protocol::connect}; }

    std::unique_ptr<host::ControlPlane> secureControlPlaneAt(std::uint16_t port, host::ControlPlaneProtocol protocol) const
    {
        auto settings = settingsFor("https://127.0.0.1:" + std::to_string(port));
        settings.caFile = _ca.file();
        settings.protocol = protocol;
        return host::makeControlPlane(settings);
    }

    std::unique_ptr<host::ControlPlane> secureControlPlaneAt(std::uint16_t port) const
    {
        return secureControlPlaneAt(port, wire().protocol);
    }

    void whoeverChoosesHttp1OrNothingIsCalledOverConnect()
    {
        for (const auto alpn : {Alpn::http1, Alpn::none})
        {
            ConnectServer server([](const ReceivedCall& call) { return Answer{{call.message}}; }, listenOverTls(_identity, alpn));
            const auto result = Caller().call(*secureControlPlaneAt(server.port()), {"a.B/C", "m"});
            CPPUNIT_ASSERT_EQUAL_MESSAGE(result.cause, std::string("m"), result.message);
        }
    }

    void whoeverTakesHttp2AloneIsCalledOverGrpc()
    {
        TestServer grpc([](const ReceivedCall& call) { return Answer{{"grpc " + call.message}}; });
        for (const auto alpn : {Alpn::http2OrAlert, Alpn::http2OrNothing})
        {
            ScriptedServer server([&](auto& socket, int) { relay(socket, grpc.port(), SIZE_MAX); }, listenOverTls(_identity, alpn));
            const auto controlPlane = secureControlPlaneAt(server.port());
            const auto result = Caller().call(*controlPlane, {"a.B/C", "m"});
            CPPUNIT_ASSERT_EQUAL_MESSAGE(result.cause, std::string("grpc m"), result.message);
            CPPUNIT_ASSERT(within(std::chrono::seconds(20), [&] { return controlPlane->reached(); }));
        }
        CPPUNIT_ASSERT_EQUAL(2, grpc.calls());
    }

    void connectionsOverTlsAreUsedAgain()
    {
        for (const auto alpn : {Alpn::http1, Alpn::none})
        {
            ConnectServer server([](const ReceivedCall& call) { return Answer{{call.message}}; }, listenOverTls(_identity, alpn));
            const auto controlPlane = secureControlPlaneAt(server.port());
            for (const std::size_t size : {0, 10, 1024, 1025, 100'000, 3'000'000})
                CPPUNIT_ASSERT_EQUAL(size, Caller().call(*controlPlane, {"a.B/C", std::string(size, 'x')}).message.size());
            CPPUNIT_ASSERT_EQUAL(alpn == Alpn::http1 ? 1 : 2, server.connections()); // one more asks for HTTP/2
        }
    }

    void connectAloneTellsThatHttp1IsNotTaken()
    {
        for (const auto alpn : {Alpn::http2OrAlert, Alpn::http2OrNothing})
        {
            ScriptedServer server([](auto& socket, int) { RequestStream(socket).awaitEnd(); }, listenOverTls(_identity, alpn));
            const auto result = Caller().call(*secureControlPlaneAt(server.port(), host::ControlPlaneProtocol::connect), {"a.B/C", "m"});
            CPPUNIT_ASSERT_EQUAL(std::string("the control plane does not speak the Connect protocol"), result.message);
        }
    }
};
CPPUNIT_TEST_SUITE_REGISTRATION(AlpnTest);
