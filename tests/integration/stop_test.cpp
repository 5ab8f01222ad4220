#include "integration/fixture.h"
#include "support/reserved_port.h"
#include "support/waiting.h"
#include <Poco/Net/NetException.h>
#include <cppunit/extensions/HelperMacros.h>
#include <csignal>
#include <future>

using namespace flyte_webhook::test;

/// The end of the server, and what the admin listener says meanwhile.
class StopTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(StopTest);
    CPPUNIT_TEST(aRequestThatRunsIsFinishedAfterSigterm);
    CPPUNIT_TEST(sigintEndsAnIdleServerAtOnce);
    CPPUNIT_TEST(whatOutlastsTheShutdownTimeIsCutOff);
    CPPUNIT_TEST(aHandlerThatNeverComesBackDoesNotKeepTheServer);
    CPPUNIT_TEST(readinessFollowsTheControlPlaneAndTheEnd);
    CPPUNIT_TEST_SUITE_END();

    const PluginFolder _plugins{"probe"};

    /// A control plane that holds each call until the test lets go.
    struct Gate
    {
        std::promise<void> open;
        std::shared_future<void> opened{open.get_future()};
        Plane plane{[this](const ReceivedCall& call)
                    {
                        opened.wait();
                        return Plane::echo(call);
                    }};
    };

    static void sendRelay(WebConnection& connection)
    {
        connection.send(webRequest("POST", "/relay?method=pkg.Svc/Do", {"Authorization: Bearer a"}, "x"));
    }

    void aRequestThatRunsIsFinishedAfterSigterm()
    {
        Gate gate;
        const ReservedPort port; // that nobody else takes when the server has left it
        auto keys = probeKeys(_plugins, gate.plane.address());
        keys["listener.port"] = std::to_string(port.number());
        Webhook webhook(keys);
        WebConnection running(webhook.port()), idle(webhook.port());
        sendRelay(running);
        CPPUNIT_ASSERT(gate.plane.waitForCalls(1));
        webhook.program().signal(SIGTERM);
        CPPUNIT_ASSERT(idle.closedWithin(std::chrono::seconds(20)));
        CPPUNIT_ASSERT_THROW(WebConnection(webhook.port()), Poco::Net::NetException);
        gate.open.set_value();
        const auto answer = running.receive();
        CPPUNIT_ASSERT_EQUAL(200, answer.status);
        CPPUNIT_ASSERT_EQUAL(std::string("answer to x"), answer.body);
        CPPUNIT_ASSERT_EQUAL(std::string("close"), answer.headers.at("connection"));
        CPPUNIT_ASSERT_EQUAL(0, webhook.program().wait());
    }

    void sigintEndsAnIdleServerAtOnce()
    {
        Plane plane;
        Webhook webhook(probeKeys(_plugins, plane.address()));
        webhook.program().signal(SIGINT);
        CPPUNIT_ASSERT_EQUAL(0, webhook.program().wait());
    }

    void whatOutlastsTheShutdownTimeIsCutOff()
    {
        Gate gate;
        auto keys = probeKeys(_plugins, gate.plane.address());
        keys["listener.shutdown_timeout"] = "200ms";
        Webhook webhook(keys);
        WebConnection running(webhook.port());
        sendRelay(running);
        CPPUNIT_ASSERT(gate.plane.waitForCalls(1));
        CPPUNIT_ASSERT_EQUAL(0, webhook.stop());
        ASSERT_HOLDS("cut off", webhook.program().output());
        gate.open.set_value();
    }

    void aHandlerThatNeverComesBackDoesNotKeepTheServer()
    {
        Plane plane;
        auto keys = probeKeys(_plugins, plane.address());
        keys["listener.shutdown_timeout"] = "100ms";
        keys["listener.threads"] = "1";
        const ReservedPort admin;
        keys["admin.port"] = std::to_string(admin.number());
        Webhook webhook(keys);
        WebConnection stuck(webhook.port());
        stuck.send(webRequest("GET", "/go-wrong/stuck", {"Authorization: Bearer a"}));
        const auto isRunning = [&]
        { return fetch(admin.number(), "GET", "/metrics").body.find("flyte_webhook_requests_in_flight 1\n") != std::string::npos; };
        CPPUNIT_ASSERT(within(std::chrono::seconds(20), isRunning));
        WebConnection queued(webhook.port());
        queued.send(webRequest("GET", "/guarded/x", {"Authorization: Bearer a"}));
        CPPUNIT_ASSERT(!queued.socket().poll(Poco::Timespan(0, 200'000), Poco::Net::Socket::SELECT_READ));
        CPPUNIT_ASSERT_EQUAL(1, webhook.stop());
        ASSERT_HOLDS("do not come back", webhook.program().output());
    }

    void readinessFollowsTheControlPlaneAndTheEnd()
    {
        Gate gate;
        auto keys = probeKeys(_plugins, gate.plane.address());
        const ReservedPort reserved;
        const auto admin = reserved.number();
        keys["admin.port"] = std::to_string(admin);
        Webhook webhook(keys);
        CPPUNIT_ASSERT_EQUAL(200, fetch(admin, "GET", "/healthz").status);
        WebAnswer ready;
        CPPUNIT_ASSERT(within(std::chrono::seconds(20), [&] { return (ready = fetch(admin, "GET", "/readyz")).status == 200; }));
        for (const char* condition : {"plugins", "control_plane"}) ASSERT_HOLDS("\"" + std::string(condition) + "\":true", ready.body);
        CPPUNIT_ASSERT_EQUAL(404, fetch(admin, "GET", "/show").status);

        WebConnection running(webhook.port());
        sendRelay(running);
        CPPUNIT_ASSERT(gate.plane.waitForCalls(1));
        webhook.program().signal(SIGTERM);
        webhook.program().waitFor("stopping");
        CPPUNIT_ASSERT_EQUAL(503, fetch(admin, "GET", "/readyz").status);
        CPPUNIT_ASSERT_EQUAL(200, fetch(admin, "GET", "/healthz").status);
        gate.open.set_value();
        CPPUNIT_ASSERT_EQUAL(200, running.receive().status);
        CPPUNIT_ASSERT_EQUAL(0, webhook.program().wait());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(StopTest);
