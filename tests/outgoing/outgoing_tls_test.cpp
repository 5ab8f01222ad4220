#include "outgoing/sender.h"
#include "outgoing/servers.h"
#include <Poco/TemporaryFile.h>
#include <cppunit/extensions/HelperMacros.h>
#include <cstdlib>
#include <flyte_webhook/abi.h>
#include <fstream>

using namespace flyte_webhook::test;
using flyte_webhook::host::HttpClient;

/// Who is trusted over TLS.
class OutgoingTlsTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(OutgoingTlsTest);
    CPPUNIT_TEST(aCertificateOfTheCaForTheHostIsTrusted);
    CPPUNIT_TEST(connectionsAreUsedAgain);
    CPPUNIT_TEST(largeBodiesTravelBothWays);
    CPPUNIT_TEST(aCertificateOfAnotherCaIsNotTrusted);
    CPPUNIT_TEST(aCertificateForAnotherHostIsNotTrusted);
    CPPUNIT_TEST(theSystemsRootsDoNotTrustATestCa);
    CPPUNIT_TEST(aCaFileIsTrustedBesidesTheSystemsRoots);
    CPPUNIT_TEST(credentialsGoOverTlsAlone);
    CPPUNIT_TEST(plainTextAtATlsPortIsToldSo);
    CPPUNIT_TEST(theLogIsToldHowAHandshakeEnded);
    CPPUNIT_TEST(theLogIsToldHowAnAnswerEnded);
    CPPUNIT_TEST(aCaFileThatCannotBeUsedIsRefusedByName);
    CPPUNIT_TEST_SUITE_END();

    static constexpr auto unknownAuthority = "unable to get local issuer certificate";

    TestCa _ca;
    const TestIdentity _identity = _ca.issue("DNS:localhost,IP:127.0.0.1");

    static void hello(Poco::Net::HTTPServerRequest& request, Poco::Net::HTTPServerResponse& response)
    {
        const std::string body(std::istreambuf_iterator<char>(request.stream()), {});
        response.setContentLength64(static_cast<Poco::Int64>(body.size()) + 5);
        response.send() << "hello" << body;
    }

    static bool ends(const std::string& text, const std::string& end)
    {
        return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
    }

    /// `why` ends what the log is told.
    void expectUntrusted(Sender& sender, const std::string& url, const std::string& why)
    {
        const auto answer = sender.get(url);
        CPPUNIT_ASSERT_EQUAL_MESSAGE(url, int(FW_HTTP_UNREACHABLE), answer.outcome);
        CPPUNIT_ASSERT_EQUAL_MESSAGE(url, std::string("the target's certificate is not trusted for its host name"), answer.error);
        CPPUNIT_ASSERT_MESSAGE(answer.cause, ends(answer.cause, "certificate verify failed: " + why));
    }

    void aCertificateOfTheCaForTheHostIsTrusted()
    {
        WebServer server(hello, &_identity);
        Sender sender(trusting(_ca));
        for (const std::string host : {"127.0.0.1", "localhost", "LOCALHOST"})
        {
            const auto answer = sender.get(server.url("/", host));
            CPPUNIT_ASSERT_EQUAL_MESSAGE(host + answer.error + answer.cause, std::string("hello"), answer.body);
        }
    }

    void connectionsAreUsedAgain()
    {
        WebServer server(hello, &_identity);
        Sender sender(trusting(_ca));
        for (int i = 0; i < 10; ++i) CPPUNIT_ASSERT_EQUAL(200, sender.get(server.url()).status);
        CPPUNIT_ASSERT_EQUAL(1, server.connections());
    }

    void largeBodiesTravelBothWays()
    {
        WebServer server(hello, &_identity);
        const std::string body(8 << 20, 'x');
        const auto answer = Sender(trusting(_ca)).send("PUT", server.url(), body);
        CPPUNIT_ASSERT(answer.body == "hello" + body);
    }

    void aCertificateOfAnotherCaIsNotTrusted()
    {
        WebServer server(hello, &_identity);
        const TestCa other("Other CA");
        Sender sender(trusting(other));
        expectUntrusted(sender, server.url(), unknownAuthority);
    }

    void aCertificateForAnotherHostIsNotTrusted()
    {
        for (const std::string names : {"DNS:elsewhere.example.com", "IP:127.0.0.2", "DNS:127.0.0.1", "DNS:*"})
        {
            const auto identity = _ca.issue(names);
            WebServer server(hello, &identity);
            Sender sender(trusting(_ca));
            expectUntrusted(sender, server.url(), "IP address mismatch");
            expectUntrusted(sender, server.url("/", "localhost"), "hostname mismatch");
        }
    }

    void theSystemsRootsDoNotTrustATestCa()
    {
        WebServer server(hello, &_identity);
        Sender sender;
        expectUntrusted(sender, server.url(), unknownAuthority);
    }

    /// The system's roots, for OpenSSL, are what this variable names.
    class SystemRoots
    {
    public:
        explicit SystemRoots(const TestCa& ca) { ::setenv("SSL_CERT_FILE", ca.file().c_str(), 1); }
        ~SystemRoots() { ::unsetenv("SSL_CERT_FILE"); }
        SystemRoots(const SystemRoots&) = delete;
        SystemRoots& operator=(const SystemRoots&) = delete;
    };

    void aCaFileIsTrustedBesidesTheSystemsRoots()
    {
        const TestCa publicCa("Public CA"), unknownCa("Unknown CA");
        const auto publicIdentity = publicCa.issue("IP:127.0.0.1"), unknownIdentity = unknownCa.issue("IP:127.0.0.1");
        const SystemRoots roots(publicCa);
        WebServer own(hello, &_identity), known(hello, &publicIdentity), unknown(hello, &unknownIdentity);
        Sender sender(trusting(_ca));
        for (const auto* server : {&own, &known})
        {
            const auto answer = sender.get(server->url());
            CPPUNIT_ASSERT_EQUAL_MESSAGE(answer.error + answer.cause, std::string("hello"), answer.body);
        }
        expectUntrusted(sender, unknown.url(), unknownAuthority);
    }

    void credentialsGoOverTlsAlone()
    {
        const auto tell = [](auto& request, auto& response)
        {
            const auto seen = request.get("authorization", "none") + ", " + request.get("cookie", "none");
            response.sendBuffer(seen.data(), seen.size());
        };
        WebServer secure(tell, &_identity), plain(tell);
        Sender sender(trusting(_ca));
        sender.credentials = {{"authorization", "Bearer t0ken"}, {"cookie", "a=b"}};
        for (int i = 0; i < 2; ++i) // on a new connection, and on one that was kept
        {
            CPPUNIT_ASSERT_EQUAL(std::string("Bearer t0ken, a=b"), sender.get(secure.url()).body);
            CPPUNIT_ASSERT_EQUAL(std::string("none, none"), sender.get(plain.url()).body);
        }
        sender.policy = flyte_webhook::host::TargetPolicy({"localhost"});
        CPPUNIT_ASSERT_EQUAL(std::string("Bearer t0ken, a=b"), sender.get(secure.url("/", "localhost")).body);
        CPPUNIT_ASSERT_EQUAL(std::string("none, none"), sender.get(plain.url("/", "localhost")).body);
    }

    void plainTextAtATlsPortIsToldSo()
    {
        RawServer server(
            [](auto& socket, int)
            {
                sendText(socket, "HTTP/1.1 400 Bad Request\r\n\r\n");
                awaitEnd(socket);
            });
        const auto answer = Sender().get("https" + server.url().substr(4));
        CPPUNIT_ASSERT_EQUAL(int(FW_HTTP_UNREACHABLE), answer.outcome);
        CPPUNIT_ASSERT_EQUAL(std::string("no TLS connection to the target can be made"), answer.error);
    }

    /// OpenSSL has no words for a connection that goes.
    void theLogIsToldHowAHandshakeEnded()
    {
        for (const bool reset : {false, true})
        {
            RawServer server(
                [reset](auto& socket, int)
                {
                    char hello[16384];
                    socket.receiveBytes(hello, sizeof hello);
                    if (!reset) return socket.shutdown();
                    socket.setLinger(true, 0);
                    socket.close();
                });
            const auto answer = Sender().get("https" + server.url().substr(4));
            CPPUNIT_ASSERT_EQUAL(std::string("no TLS connection to the target can be made"), answer.error);
            const std::string why = reset ? "Connection reset by peer" : "the other side closed the connection";
            CPPUNIT_ASSERT_MESSAGE(answer.cause, ends(answer.cause, "TLS handshake: " + why));
        }
    }

    void theLogIsToldHowAnAnswerEnded()
    {
        WebServer server(hello, &_identity);
        const RawServer relayed([&](auto& socket, int) { relay(socket, server.port(), 1 << 20); });
        const auto answer = Sender(trusting(_ca)).send("PUT", "https" + relayed.url().substr(4), std::string(8 << 20, 'x'));
        CPPUNIT_ASSERT_EQUAL(std::string("the target broke the connection off"), answer.error);
        CPPUNIT_ASSERT_EQUAL(std::string("TLS read: Connection reset by peer"), answer.cause);
    }

    void aCaFileThatCannotBeUsedIsRefusedByName()
    {
        const Poco::TemporaryFile empty;
        std::ofstream(empty.path()) << "no certificate";
        for (const auto& path : {std::string("/nonexistent/ca.pem"), empty.path()})
        {
            HttpClient::Settings settings;
            settings.caFile = path;
            try
            {
                const HttpClient client(settings);
                CPPUNIT_FAIL("taken: " + path);
            }
            catch (const std::invalid_argument& refusal)
            {
                CPPUNIT_ASSERT(std::string(refusal.what()).find(path) != std::string::npos);
            }
        }
    }
};
CPPUNIT_TEST_SUITE_REGISTRATION(OutgoingTlsTest);
