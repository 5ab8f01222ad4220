#include "integration/fixture.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::test;

/// A plugin that was built from the recorded first header is loaded and served by this server.
class FirstTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(FirstTest);
    CPPUNIT_TEST(itIsWhatItSays);
    CPPUNIT_TEST(itGetsWhatCameIn);
    CPPUNIT_TEST(itCallsTheControlPlane);
    CPPUNIT_TEST(itIsGuardedAndItsFailuresAreTold);
    CPPUNIT_TEST(itsSettingsAndMetricsAreServed);
    CPPUNIT_TEST_SUITE_END();

    const PluginFolder _plugins{"first"};
    Plane _plane{[](const ReceivedCall& call)
                 {
                     if (call.message == "fail") return Answer{{}, 5, "there is none"};
                     return call.message == "go" ? Answer{{"one ", "two"}} : Plane::echo(call);
                 }};
    std::map<std::string, std::string> _keys = probeKeys(_plugins, _plane.address());

    void itIsWhatItSays()
    {
        const auto said = runProgram(builtProgram("flyte-webhook"), {"--inspect-plugin", (_plugins.path() / "first.so").string()});
        CPPUNIT_ASSERT_EQUAL_MESSAGE(said.output, 0, said.status);
        ASSERT_HOLDS("first 1.0.0 (interface 1.0): Was built with version 1.0 of the interface", said.output);
    }

    void itGetsWhatCameIn()
    {
        Webhook webhook(_keys);
        const auto answer =
            webhook.post("/first/show/Ada?count=7", "{\"a\":1}", {"Authorization: Bearer a", "X-First: yes", "X-Request-Id: id-1"});
        CPPUNIT_ASSERT_EQUAL(std::string("Hello Ada 7 flytesnacks yes - id-1 {\"a\":1} 110"), answer.body);
        CPPUNIT_ASSERT_EQUAL(std::string("1.0"), answer.headers.at("x-first"));
        CPPUNIT_ASSERT_EQUAL(422, webhook.post("/first/show/Ada?count=10", "{}").status);
        CPPUNIT_ASSERT_EQUAL(std::string("open"), webhook.get("/first/look", {}).body);
        webhook.program().waitFor("the first one serves");
    }

    void itCallsTheControlPlane()
    {
        Webhook webhook(_keys);
        CPPUNIT_ASSERT_EQUAL(std::string("answer to x"), webhook.post("/first/call", "x").body);
        const auto failed = webhook.post("/first/call", "fail");
        CPPUNIT_ASSERT_EQUAL(404, failed.status);
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"detail":"Calling: there is none"})"), failed.body);
        CPPUNIT_ASSERT_EQUAL(std::string("one two"), webhook.get("/first/stream").body);
    }

    void itIsGuardedAndItsFailuresAreTold()
    {
        _keys["allowlist.apps"] = "shop";
        Webhook webhook(_keys);
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"detail":"refused"})"), webhook.get("/first/refuse/shop").body);
        CPPUNIT_ASSERT_EQUAL(409, webhook.get("/first/refuse/shop").status);
        CPPUNIT_ASSERT_EQUAL(403, webhook.get("/first/refuse/other").status);
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"detail":"Not me"})"), webhook.get("/first/refuse/flyte-webhook").body);
    }

    void itsSettingsAndMetricsAreServed()
    {
        Webhook webhook(_keys);
        _keys["plugin.first.greeting"] = "Moin";
        webhook.reload(_keys);
        ASSERT_HOLDS("Moin Ada 3", webhook.post("/first/show/Ada", "{}").body);
        _keys["plugin.first.greeting"] = std::string(21, 'x');
        ASSERT_HOLDS("reload refused", webhook.reload(_keys));
        _keys["plugin.first.greeting"] = "";
        ASSERT_HOLDS("the greeting must not be empty; it goes on with those that it had", webhook.reload(_keys));
        ASSERT_HOLDS("Moin Ada 3", webhook.post("/first/show/Ada", "{}").body);
        CPPUNIT_ASSERT_EQUAL(0, webhook.stop());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(FirstTest);
