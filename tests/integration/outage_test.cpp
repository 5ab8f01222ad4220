#include "integration/fixture.h"
#include "support/reserved_port.h"
#include "support/waiting.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::test;

/// Control planes that are away, slow, or go and come back.
class OutageTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(OutageTest);
    CPPUNIT_TEST(aControlPlaneThatIsAwayIsA503WithoutItsAddress);
    CPPUNIT_TEST(aSlowControlPlaneIsA504AndOthersAreServed);
    CPPUNIT_TEST(aControlPlaneThatComesBackIsUsedWithinTwoSeconds);
    CPPUNIT_TEST(onlyARepeatableCallIsSentAgain);
    CPPUNIT_TEST_SUITE_END();

    const PluginFolder _plugins{"probe"};

    static WebAnswer relay(const Webhook& webhook, const std::string& query = {})
    {
        return webhook.post("/relay?method=pkg.Svc/Do" + query, "x");
    }

    void aControlPlaneThatIsAwayIsA503WithoutItsAddress()
    {
        const ReservedPort reserved;
        const auto port = std::to_string(reserved.number());
        Webhook webhook(probeKeys(_plugins, "http://127.0.0.1:" + port));
        const auto answer = relay(webhook);
        CPPUNIT_ASSERT_EQUAL(503, answer.status);
        CPPUNIT_ASSERT(answer.headers.count("retry-after"));
        ASSERT_LACKS("127.0.0.1", answer.body);
        ASSERT_LACKS(port, answer.body);
    }

    void aSlowControlPlaneIsA504AndOthersAreServed()
    {
        Plane plane([](const ReceivedCall& call) { return call.message == "x" ? Answer{{}, 0, {}, true, {}} : Plane::echo(call); });
        auto keys = probeKeys(_plugins, plane.address());
        keys["control_plane.call_timeout"] = "2s"; // long enough for the other
        Webhook webhook(keys);
        WebConnection slow(webhook.port());
        slow.send(webRequest("POST", "/relay?method=pkg.Svc/Do", {"Authorization: Bearer a"}, "x"));
        CPPUNIT_ASSERT(plane.waitForCalls(1));
        CPPUNIT_ASSERT_EQUAL(200, webhook.post("/relay?method=pkg.Svc/Do", "y").status);
        CPPUNIT_ASSERT_EQUAL(504, slow.receive().status);
    }

    void aControlPlaneThatComesBackIsUsedWithinTwoSeconds()
    {
        const ReservedPort port;
        auto plane = std::make_unique<Plane>(Plane::echo, port.number());
        Webhook webhook(probeKeys(_plugins, plane->address()));
        CPPUNIT_ASSERT_EQUAL(200, relay(webhook).status);
        const auto back = [&]
        {
            plane.reset();
            CPPUNIT_ASSERT_EQUAL(503, relay(webhook).status);
            plane = std::make_unique<Plane>(Plane::echo, port.number());
            return timeOf([&] { CPPUNIT_ASSERT(within(std::chrono::seconds(20), [&] { return relay(webhook).status == 200; })); });
        };
        CPPUNIT_ASSERT(oneIsWithin(std::chrono::seconds(2), back));
    }

    void onlyARepeatableCallIsSentAgain()
    {
        std::atomic<int> count{0};
        Plane plane([&](const ReceivedCall& call) { return count++ % 2 ? Plane::echo(call) : Answer{{}, 14, "a moment please"}; });
        Webhook webhook(probeKeys(_plugins, plane.address()));
        CPPUNIT_ASSERT_EQUAL(200, relay(webhook, "&repeatable=true").status);
        CPPUNIT_ASSERT_EQUAL(std::size_t{2}, plane.calls().size());
        CPPUNIT_ASSERT_EQUAL(503, relay(webhook).status);
        CPPUNIT_ASSERT_EQUAL(std::size_t{3}, plane.calls().size());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(OutageTest);
