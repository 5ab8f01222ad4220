#include "control_plane/caller.h"
#include "control_plane/grpc/grpc_process.h"
#include "control_plane/test_ca.h"
#include "control_plane/test_server.h"
#include <cppunit/extensions/HelperMacros.h>
#include <grpcpp/security/server_credentials.h>
#include <mutex>
#include <string>

using namespace flyte_webhook::test;
namespace host = flyte_webhook::host;
namespace code = host::grpc_code;

/// A control plane behind TLS.
class ControlPlaneTlsTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ControlPlaneTlsTest);
    CPPUNIT_TEST(aCertificateOfTheCaForTheHostIsTrusted);
    CPPUNIT_TEST(aCertificateOfAnotherCaIsNot);
    CPPUNIT_TEST(aCertificateForAnotherHostIsNot);
    CPPUNIT_TEST(theSystemsRootsDoNotTrustATestCa);
    CPPUNIT_TEST(plainTextDoesNotReachATlsServer);
    CPPUNIT_TEST(credentialsAreNotSentInPlainText);
    CPPUNIT_TEST(otherPlacesAreVerifiedTheSameWay);
    CPPUNIT_TEST(grpcsOwnWordsGoToTheLogAndNotToStandardError);
    CPPUNIT_TEST_SUITE_END();

    TestCa _ca;

    std::unique_ptr<TestServer> serverFor(const std::string& names) const
    {
        const auto identity = _ca.issue(names);
        grpc::SslServerCredentialsOptions options;
        options.pem_key_cert_pairs.push_back({identity.key, identity.certificate});
        return std::make_unique<TestServer>([](const ReceivedCall&) { return Answer{{"secure"}}; }, 0, grpc::SslServerCredentials(options));
    }

    static host::ControlPlaneResult ask(const TestServer& server, const std::string& caFile,
                                        const std::string& scheme = "https://127.0.0.1:", const std::string& endpoint = "")
    {
        host::ControlPlaneSettings settings;
        settings.protocol = host::ControlPlaneProtocol::grpc;
        settings.endpoint = scheme + std::to_string(server.port());
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
        CPPUNIT_ASSERT_EQUAL(code::unavailable, ask(*serverFor("IP:127.0.0.1"), "", "http://127.0.0.1:").code);
    }

    void credentialsAreNotSentInPlainText()
    {
        TestServer plain([](const ReceivedCall&) { return Answer{{""}}; });
        const auto result =
            ask(*serverFor("IP:127.0.0.1"), _ca.file(), "https://127.0.0.1:", "http://127.0.0.1:" + std::to_string(plain.port()));
        CPPUNIT_ASSERT_EQUAL(code::internal, result.code);
        CPPUNIT_ASSERT(result.message.find("plain text") != std::string::npos);
        CPPUNIT_ASSERT_EQUAL(0, plain.calls());
    }

    void otherPlacesAreVerifiedTheSameWay()
    {
        const auto own = serverFor("IP:127.0.0.1");
        const auto good = serverFor("DNS:localhost"), bad = serverFor("DNS:elsewhere.example.com");
        const auto at = [](const TestServer& server) { return "localhost:" + std::to_string(server.port()); };
        CPPUNIT_ASSERT_EQUAL(std::string("secure"), ask(*own, _ca.file(), "https://127.0.0.1:", at(*good)).message);
        expectUnreachable(ask(*own, _ca.file(), "https://127.0.0.1:", at(*bad)));
    }

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
        expectUnreachable(ask(*serverFor("DNS:elsewhere.example.com"), _ca.file()));
        const std::lock_guard lock(mutex);
        CPPUNIT_ASSERT(lastWords().find("127.0.0.1") != std::string::npos);
    }
};
CPPUNIT_TEST_SUITE_REGISTRATION(ControlPlaneTlsTest);
