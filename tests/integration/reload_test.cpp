#include "reliability/limited.h"
#include "reload_fixture.h"
#include <cppunit/extensions/HelperMacros.h>
#include <future>
#include <sys/stat.h>

using namespace flyte_webhook::test;

/// SIGHUP: another configuration while requests are served.
class ReloadTest : public ReloadFixture
{
    CPPUNIT_TEST_SUITE(ReloadTest);
    CPPUNIT_TEST(whatIsAllowedChangesOnOpenConnections);
    CPPUNIT_TEST(aBadConfigurationChangesNothingAndSaysWhy);
    CPPUNIT_TEST(aFileThatWouldBlockIsRefused);
    CPPUNIT_TEST(pluginsComeAndGo);
    CPPUNIT_TEST(aPluginGetsItsNewSettingsOrKeepsTheOld);
    CPPUNIT_TEST(newCodeOfAnOpenPluginTakesARestart);
    CPPUNIT_TEST(aRequestEndsWithTheConfigurationThatItBeganWith);
    CPPUNIT_TEST(theControlPlaneChanges);
    CPPUNIT_TEST(theTimeForARequestsBodyChanges);
    CPPUNIT_TEST(keysThatNeedARestartAreNamed);
    CPPUNIT_TEST(withoutDescriptorsForItTheConfigurationStays);
    CPPUNIT_TEST_SUITE_END();

    void whatIsAllowedChangesOnOpenConnections()
    {
        Webhook webhook(keys());
        WebConnection open(webhook.port());
        const auto request = webRequest("GET", "/guarded/shop", {"Authorization: Bearer a"});
        CPPUNIT_ASSERT_EQUAL(200, open.ask(request).status);
        ASSERT_HOLDS("\"reloaded\"", webhook.reload(with("allowlist.apps", "other")));
        CPPUNIT_ASSERT_EQUAL(403, open.ask(request).status);
        webhook.reload(with("auth.required", "false"));
        CPPUNIT_ASSERT_EQUAL(200, open.ask(webRequest("GET", "/guarded/shop")).status);
    }

    void aBadConfigurationChangesNothingAndSaysWhy()
    {
        Webhook webhook(with("allowlist.apps", "shop"));
        for (const auto& [key, value] : Keys{{"listener.prot", "1"},
                                             {"allowlist.apps", "a/b/c"},
                                             {"plugin.probe.greting", "x"},
                                             {"plugins.directories", "/nowhere"},
                                             {"webhook.endpoint_groups", "prob"}})
        {
            const auto log = webhook.reload(with(key, value));
            ASSERT_HOLDS("reload refused: the running configuration stays", log);
            ASSERT_HOLDS(key == "plugins.directories" ? value : key.substr(key.rfind('.') + 1), log);
            CPPUNIT_ASSERT_EQUAL(200, webhook.get("/guarded/shop").status);
            CPPUNIT_ASSERT_EQUAL(403, webhook.get("/guarded/other").status);
        }
        ASSERT_HOLDS("\"reloaded\"", webhook.reload(keys()));
        CPPUNIT_ASSERT_EQUAL(200, webhook.get("/guarded/other").status);
    }

    void aFileThatWouldBlockIsRefused()
    {
        const TemporaryDirectory folder;
        const auto pipe = (folder.path() / "pipe").string();
        CPPUNIT_ASSERT_EQUAL(0, ::mkfifo(pipe.c_str(), 0600));
        Webhook webhook(keys());
        ASSERT_HOLDS("it is no file", webhook.reload(with("control_plane.ca_file", pipe)));
        ASSERT_HOLDS("\"reloaded\"", webhook.reload(keys()));
        CPPUNIT_ASSERT_EQUAL(0, webhook.stop());
    }

    void pluginsComeAndGo()
    {
        Webhook webhook(keys());
        CPPUNIT_ASSERT_EQUAL(404, webhook.get("/silent").status);
        std::filesystem::copy_file(builtProgram("tests/plugins/good.so"), _plugins.path() / "good.so");
        webhook.reload();
        CPPUNIT_ASSERT(webhook.get("/silent").status != 404);
        webhook.reload(with("webhook.endpoint_groups", "good"));
        CPPUNIT_ASSERT_EQUAL(404, webhook.get("/guarded/shop").status);
        webhook.reload(with("webhook.endpoints", "guarded"));
        CPPUNIT_ASSERT_EQUAL(200, webhook.get("/guarded/shop").status);
        CPPUNIT_ASSERT_EQUAL(404, webhook.get("/silent").status);
        std::filesystem::remove(_plugins.path() / "good.so");
        webhook.reload(keys());
        CPPUNIT_ASSERT_EQUAL(404, webhook.get("/silent").status);
    }

    void aPluginGetsItsNewSettingsOrKeepsTheOld()
    {
        Webhook webhook(keys());
        const auto greeting = [&] { return webhook.post("/show/a", "{}").body; };
        ASSERT_HOLDS("\"greeting\":\"Hello\"", greeting());
        webhook.reload(with("plugin.probe.greeting", "Hi"));
        ASSERT_HOLDS("\"greeting\":\"Hi\"", greeting());
        auto changed = with("plugin.probe.greeting", "Unacceptable");
        changed["allowlist.apps"] = "other";
        const auto log = webhook.reload(changed);
        ASSERT_HOLDS("'Unacceptable' is no greeting; it goes on with those that it had", log);
        ASSERT_HOLDS("\"reloaded\"", log);
        ASSERT_HOLDS("\"greeting\":\"Hi\"", greeting());
        CPPUNIT_ASSERT_EQUAL(403, webhook.get("/guarded/shop").status);
    }

    void newCodeOfAnOpenPluginTakesARestart()
    {
        Webhook webhook(keys());
        const auto file = _plugins.path() / "probe.so", old = _plugins.path() / "probe.so.old";
        std::filesystem::rename(file, old); // as an upgrade of its package does it
        std::filesystem::copy_file(old, file);
        const auto log = webhook.reload();
        ASSERT_HOLDS("plugin " + file.string() + ": the file has changed since it was opened; restart the server to use the new one", log);
        ASSERT_HOLDS("\"reloaded\"", log);
        CPPUNIT_ASSERT_EQUAL(200, webhook.get("/guarded/shop").status);
    }

    void aRequestEndsWithTheConfigurationThatItBeganWith()
    {
        std::promise<void> open;
        const auto opened = open.get_future().share();
        Plane slow([&](const ReceivedCall& call) { return opened.wait(), Plane::echo(call); });
        Webhook webhook(probeKeys(_plugins, slow.address()));
        WebConnection running(webhook.port());
        running.send(webRequest("POST", "/relay?method=pkg.Svc/Do", {"Authorization: Bearer a"}, "x"));
        CPPUNIT_ASSERT(slow.waitForCalls(1));
        webhook.reload(with("webhook.endpoints", "guarded")); // its endpoint is gone, and its control plane is another
        CPPUNIT_ASSERT_EQUAL(404, webhook.post("/relay?method=pkg.Svc/Do", "x").status);
        open.set_value();
        CPPUNIT_ASSERT_EQUAL(std::string("answer to x"), running.receive().body);
        CPPUNIT_ASSERT_EQUAL(0, webhook.stop());
    }

    void theControlPlaneChanges()
    {
        Plane other([](const ReceivedCall&) { return Answer{{"another"}}; });
        Webhook webhook(keys());
        const auto relay = [&] { return webhook.post("/relay?method=pkg.Svc/Do", "x").body; };
        CPPUNIT_ASSERT_EQUAL(std::string("answer to x"), relay());
        webhook.reload(with("control_plane.endpoint", other.address()));
        CPPUNIT_ASSERT_EQUAL(std::string("another"), relay());
    }

    void theTimeForARequestsBodyChanges()
    {
        Webhook webhook(with("listener.request_timeout", "1h"));
        ASSERT_HOLDS("\"reloaded\"", webhook.reload(with("listener.request_timeout", "200ms")));
        WebConnection stalling(webhook.port());
        CPPUNIT_ASSERT_EQUAL(408, stalling.ask("POST /show/x HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{").status);
        CPPUNIT_ASSERT_EQUAL(0, webhook.stop());
    }

    void keysThatNeedARestartAreNamed()
    {
        Webhook webhook(keys());
        auto changed = with("listener.threads", "7");
        changed["listener.max_body"] = "1KiB";
        const auto log = webhook.reload(changed);
        ASSERT_HOLDS("\"key\":\"listener.threads\"", log);
        ASSERT_HOLDS("\"key\":\"listener.max_body\"", log);
        ASSERT_LACKS("listener.queue", log);
        ASSERT_HOLDS("\"key\":\"listener.threads\"", webhook.reload()); // it is not in effect yet
        ASSERT_LACKS("restart is needed", webhook.reload(keys()));
    }

    /// However far a reload comes until there is none left: to the files, to the process that looks at plugins, to the plugins.
    void withoutDescriptorsForItTheConfigurationStays()
    {
        const auto everything = with("webhook.endpoints", "guarded"); // to find its plugin all are looked at, each time
        auto less = everything;
        less["allowlist.apps"] = "other";
        Webhook webhook(everything);
        WebConnection open(webhook.port());
        const auto request = webRequest("GET", "/guarded/shop", {"Authorization: Bearer a"});
        CPPUNIT_ASSERT_EQUAL(200, open.ask(request).status); // it is accepted before descriptors become few
        int refused = 0, done = 0;
        for (rlim_t most = 8; most <= 40; ++most)
        {
            webhook.configure(less);
            std::string log;
            {
                const Limited limited(webhook.program().pid(), RLIMIT_NOFILE, most);
                log = webhook.reload();
            }
            const bool stays = log.find("reload refused") != std::string::npos;
            ++(stays ? refused : done);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(log, stays ? 200 : 403, open.ask(request).status);
            ASSERT_HOLDS("\"reloaded\"", webhook.reload(everything));
        }
        CPPUNIT_ASSERT(refused > 0);
        CPPUNIT_ASSERT(done > 0);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ReloadTest);
