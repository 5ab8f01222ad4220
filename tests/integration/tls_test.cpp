#include "http/raw_client.h"
#include "http/tls_files.h"
#include "integration/fixture.h"
#include <cppunit/extensions/HelperMacros.h>
#include <csignal>

using namespace flyte_webhook::test;
using flyte_webhook::host::TlsClient;
using flyte_webhook::host::TlsFiles;
using flyte_webhook::host::TlsTransport;
using flyte_webhook::host::TlsWish;

/// The whole program with a certificate of its own.
class TlsListenerTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TlsListenerTest);
    CPPUNIT_TEST(aCallIsMadeWithTheCallersCredentials);
    CPPUNIT_TEST(theStartTellsOfHttps);
    CPPUNIT_TEST(aKeyThatOthersMayReadIsWarnedOf);
    CPPUNIT_TEST(filesThatCannotServeStopTheStart);
    CPPUNIT_TEST(theKeyStandsInNoLog);
    CPPUNIT_TEST(runningRequestsAreFinishedAtTheEnd);
    CPPUNIT_TEST_SUITE_END();

    const PluginFolder _plugins{"probe"};
    const TlsFiles _files;
    Plane _plane;

    std::map<std::string, std::string> keys() const
    {
        auto keys = probeKeys(_plugins, _plane.address());
        keys["listener.tls_certificate"] = _files.certificate;
        keys["listener.tls_key"] = _files.key;
        return keys;
    }

    /// Verifies the server.
    TlsClient connect(const Webhook& webhook) const
    {
        TlsWish wish;
        wish.ca = _files.authority();
        return TlsClient(webhook.port(), TlsTransport(wish));
    }

    static std::string relay(const std::string& message)
    {
        return webRequest("POST", "/relay?method=pkg.Svc/Do", {"Authorization: Bearer alice"}, message);
    }

    void aCallIsMadeWithTheCallersCredentials()
    {
        const Webhook webhook(keys());
        auto client = connect(webhook);
        for (int i = 0; i < 3; ++i) CPPUNIT_ASSERT_EQUAL(std::string("answer to x"), client.ask(relay("x")).body);
        CPPUNIT_ASSERT_EQUAL(401, client.ask(webRequest("POST", "/relay?method=pkg.Svc/Do", {}, "x")).status);
        const auto calls = _plane.calls();
        CPPUNIT_ASSERT_EQUAL(std::size_t{3}, calls.size());
        for (const auto& call : calls) CPPUNIT_ASSERT_EQUAL(std::string("Bearer alice"), call.metadata.find("authorization")->second);
    }

    void theStartTellsOfHttps()
    {
        Webhook webhook(keys());
        ASSERT_HOLDS("\"address\":\"https://127.0.0.1:" + std::to_string(webhook.port()) + "\"", webhook.program().output());
        ASSERT_LACKS("may be read by", webhook.program().output());
        const auto plain = webhook.get("/door");
        CPPUNIT_ASSERT_EQUAL(400, plain.status);
        ASSERT_HOLDS("https://", plain.body);
    }

    void aKeyThatOthersMayReadIsWarnedOf()
    {
        ::chmod(_files.key.c_str(), 0644);
        Webhook webhook(keys());
        ASSERT_HOLDS("listener.tls_key: '" + _files.key + "' may be read by every user of this machine", webhook.program().output());
        CPPUNIT_ASSERT_EQUAL(200, connect(webhook).ask(relay("x")).status);
    }

    void filesThatCannotServeStopTheStart()
    {
        const auto refusal = [this](const std::string& certificate, const std::string& key)
        {
            std::string told;
            for (const char* mode : {"--check-config", "--port-file=unused"})
            {
                const auto finished =
                    runProgram(builtProgram("flyte-webhook"),
                               {"--config", "/dev/null", "--set", "plugins.directories=" + _plugins.path().string(), "--set",
                                "control_plane.endpoint=http://127.0.0.1:1", "--set", "listener.port=0", "--set", "admin.port=0", "--set",
                                "listener.tls_certificate=" + certificate, "--set", "listener.tls_key=" + key, mode});
                CPPUNIT_ASSERT_EQUAL_MESSAGE(finished.output, 1, finished.status);
                ASSERT_HOLDS("1 error in the configuration", finished.output);
                told = finished.output;
            }
            return told;
        };
        ASSERT_HOLDS("listener.tls_certificate: '/none/c.pem' cannot be read", refusal("/none/c.pem", _files.key));
        ASSERT_HOLDS("listener.tls_key: '/none/k.pem' cannot be read", refusal(_files.certificate, "/none/k.pem"));
        ASSERT_HOLDS("listener.tls_key: it is missing", refusal(_files.certificate, ""));
        const TlsFiles other("Another CA");
        ASSERT_HOLDS("'" + other.key + "' is not the key of the first certificate in '" + _files.certificate + "'",
                     refusal(_files.certificate, other.key));
    }

    void theKeyStandsInNoLog()
    {
        std::ifstream file(_files.key);
        std::string begin, body;
        std::getline(file, begin);
        std::getline(file, body);
        CPPUNIT_ASSERT(body.size() > 30);
        auto debugging = keys();
        debugging["telemetry.log_level"] = "debug";
        Webhook webhook(debugging);
        CPPUNIT_ASSERT_EQUAL(200, connect(webhook).ask(relay("x")).status);
        CPPUNIT_ASSERT_EQUAL(400, webhook.get("/door").status);
        CPPUNIT_ASSERT_EQUAL(0, webhook.stop());
        ASSERT_LACKS(body, webhook.program().output());
        ASSERT_LACKS("PRIVATE KEY", webhook.program().output());
    }

    void runningRequestsAreFinishedAtTheEnd()
    {
        Webhook webhook(keys());
        auto idle = connect(webhook), coming = connect(webhook);
        CPPUNIT_ASSERT_EQUAL(200, idle.ask(relay("x")).status);
        const auto request = relay("whole");
        coming.send(request.substr(0, request.size() - 1));
        CPPUNIT_ASSERT_EQUAL(200, connect(webhook).ask(relay("x")).status); // what was sent before has come
        webhook.program().signal(SIGTERM);
        CPPUNIT_ASSERT(idle.ended() && idle.transport().endedOrderly());
        const auto reply = coming.ask(request.substr(request.size() - 1));
        CPPUNIT_ASSERT_EQUAL(std::string("answer to whole"), reply.body);
        CPPUNIT_ASSERT_EQUAL(std::string("close"), reply.headers.at("connection"));
        CPPUNIT_ASSERT(coming.ended() && coming.transport().endedOrderly());
        CPPUNIT_ASSERT_EQUAL(0, webhook.program().wait());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TlsListenerTest);
