#include "integration/fixture.h"
#include "reliability/limited.h"
#include "support/process_facts.h"
#include "support/waiting.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::test;

/// Plugins that do what they must not: each is refused or contained, and a message says so.
class BadPluginsTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(BadPluginsTest);
    CPPUNIT_TEST(whatCannotBeUsedLeavesTheOldSetAtAReload);
    CPPUNIT_TEST(oneThatThrowsAtItsEndIsToldInTheLog);
    CPPUNIT_TEST(aThreadOfThePluginsOwnMayUseItsHandle);
    CPPUNIT_TEST(aRequestIsOfNoUseOnAnotherThread);
    CPPUNIT_TEST(aRequestIsOfNoUseAfterItsEnd);
    CPPUNIT_TEST(aHandleIsOfNoUseAfterTheEndOfItsConfiguration);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) // what leaks ends their programs
    CPPUNIT_TEST(memoryThatLeaksIsThePluginsOwnTrouble);
    CPPUNIT_TEST(streamsThatLeakAreClosedByTheHost);
#endif
    CPPUNIT_TEST_SUITE_END();

    using Keys = std::map<std::string, std::string>;

    Plane _plane;

    Keys keys(const PluginFolder& plugins, const Keys& more = {}) const { return probeKeys(plugins, _plane.address(), more); }

    void whatCannotBeUsedLeavesTheOldSetAtAReload()
    {
        PluginFolder plugins{"good", "probe"};
        Webhook webhook(keys(plugins, {{"plugins.start_timeout", "5s"}}));
        for (const char* bad : {"crashes", "hangs", "wild-pointer", "wrong-count", "null-table", "throws-at-start", "throws-in-create",
                                "good-too", "clashing", "not-utf8"})
        {
            const auto file = plugins.path() / (bad + std::string(".so"));
            std::filesystem::copy_file(builtProgram("tests/plugins/" + file.filename().string()), file);
            const auto log = webhook.reload();
            std::filesystem::remove(file);
            ASSERT_HOLDS(file.string(), log);
            ASSERT_HOLDS("reload refused: the running configuration stays", log);
            CPPUNIT_ASSERT_EQUAL(200, webhook.get("/guarded/shop").status);
        }
        ASSERT_HOLDS("\"reloaded\"", webhook.reload());
        CPPUNIT_ASSERT_EQUAL(0, webhook.stop());
    }

    void oneThatThrowsAtItsEndIsToldInTheLog()
    {
        const PluginFolder plugins{"throws-in-destroy", "probe"};
        Webhook webhook(keys(plugins));
        webhook.reload(keys(plugins, {{"webhook.endpoint_groups", "probe"}}));
        ASSERT_HOLDS("throws-in-destroy", webhook.program().waitFor("destroyed badly"));
        CPPUNIT_ASSERT_EQUAL(200, webhook.get("/guarded/shop").status);
        CPPUNIT_ASSERT_EQUAL(0, webhook.stop());
    }

    void aThreadOfThePluginsOwnMayUseItsHandle()
    {
        const PluginFolder plugins{"foreign"};
        Webhook webhook(keys(plugins));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"worked":1})"), webhook.get("/foreign/plugin").body);
        ASSERT_HOLDS("\"foreign\"", webhook.program().waitFor("from a thread of the plugin's own"));
    }

    void aRequestIsOfNoUseOnAnotherThread()
    {
        const PluginFolder plugins{"foreign"};
        Webhook webhook(keys(plugins));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"worked":0})"), webhook.get("/foreign/request").body);
        for (const char* function : {"parameter", "call", "open", "http", "reply", "send"})
            ASSERT_HOLDS("on a thread that is not the request's",
                         webhook.program().waitFor("\"function\":\"" + std::string(function) + "\""));
        CPPUNIT_ASSERT(_plane.calls().empty());
    }

    void aRequestIsOfNoUseAfterItsEnd()
    {
        const PluginFolder plugins{"foreign"};
        Webhook webhook(keys(plugins));
        for (int i = 0; i < 20; ++i)
        {
            CPPUNIT_ASSERT_EQUAL(std::string(R"({"worked":0})"), webhook.get("/foreign/keep").body);
            CPPUNIT_ASSERT_EQUAL(std::string(R"({"worked":0})"), webhook.get("/foreign/let").body);
        }
        ASSERT_HOLDS("\"foreign\"", webhook.program().waitFor("used a request after its end; nothing was done"));
        CPPUNIT_ASSERT(_plane.calls().empty());
        CPPUNIT_ASSERT_EQUAL(0, webhook.stop());
    }

    void aHandleIsOfNoUseAfterTheEndOfItsConfiguration()
    {
        const PluginFolder plugins{"foreign"};
        Webhook webhook(keys(plugins));
        webhook.reload(keys(plugins, {{"plugin.foreign.any", "Another"}}));
        CPPUNIT_ASSERT(within(std::chrono::seconds(20),
                              [&]
                              {
                                  webhook.get("/foreign/after"); // it works until destroy() has returned
                                  return webhook.program().output().find("after destroy(); nothing was done") != std::string::npos;
                              }));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"worked":0})"), webhook.get("/foreign/after").body);
        CPPUNIT_ASSERT_EQUAL(0, webhook.stop());
    }

    /// 0: there was not even memory for the connection.
    static int statusOf(const Webhook& webhook, const std::string& target)
    try
    {
        return webhook.get(target).status;
    }
    catch (const std::exception&)
    {
        return 0;
    }

    void memoryThatLeaksIsThePluginsOwnTrouble()
    {
        const Plane plane(Plane::echo, 0, Protocol::connect); // gRPC ends the process where memory ends
        const PluginFolder plugins{"leaky", "probe"};
        Webhook webhook(probeKeys(plugins, plane.address()));
        const auto pid = webhook.program().pid();
        CPPUNIT_ASSERT_EQUAL(200, webhook.get("/leak/memory").status);
        {
            const Limited little(pid, RLIMIT_AS, addressSpaceBytes(pid) + (64 << 20));
            int failed = 0;
            for (int i = 0; i < 200 && failed < 3; ++i) failed += statusOf(webhook, "/leak/memory") == 500;
            CPPUNIT_ASSERT_EQUAL(3, failed);
            ASSERT_HOLDS("bad_alloc", webhook.program().waitFor("bad_alloc"));
            // A thread whose arena is full answers 500; others have room.
            CPPUNIT_ASSERT(within(std::chrono::seconds(20), [&] { return statusOf(webhook, "/guarded/shop") == 200; }));
        }
        CPPUNIT_ASSERT_EQUAL(200, webhook.get("/guarded/shop").status);
        CPPUNIT_ASSERT_EQUAL(0, webhook.stop());
    }

    void streamsThatLeakAreClosedByTheHost()
    {
        const PluginFolder plugins{"leaky"};
        Webhook webhook(keys(plugins));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"open":2})"), webhook.get("/leak/streams").body);
        ASSERT_HOLDS("\"streams\":2", webhook.program().waitFor("left streams open"));
        CPPUNIT_ASSERT_EQUAL(0, webhook.stop());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(BadPluginsTest);
