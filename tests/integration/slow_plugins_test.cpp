#include "integration/fixture.h"
#include "support/waiting.h"
#include <cppunit/extensions/HelperMacros.h>
#include <csignal>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace flyte_webhook::test;

namespace
{

/// A named pipe: who opens it for reading waits until open().
class Gate
{
public:
    Gate() : _path((_folder.path() / "gate").string())
    {
        if (::mkfifo(_path.c_str(), S_IRUSR | S_IWUSR) != 0) throw std::runtime_error("cannot make a pipe");
    }
    const std::string& path() const { return _path; }

    /// Lets the one who waits go on; false when nobody waits.
    bool open() const
    {
        const int descriptor = ::open(_path.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
        if (descriptor >= 0) ::close(descriptor);
        return descriptor >= 0;
    }

private:
    TemporaryDirectory _folder;
    std::string _path;
};

} // namespace

/// Plugins that take longer over what they do outside of requests than [plugins] start_timeout allows.
class SlowPluginsTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(SlowPluginsTest);
    CPPUNIT_TEST(oneThatHangsStopsTheStartWithItsNameAndTheLimit);
    CPPUNIT_TEST(oneThatHangsWhenItIsOpenedDoesSoInAnotherProcess);
    CPPUNIT_TEST(oneThatHangsAtAReloadKeepsTheOldSettings);
    CPPUNIT_TEST(whatOneSaysThatIsNoLongerWaitedForIsToldInTheLog);
    CPPUNIT_TEST(oneThatHangsAtItsEndHoldsNothingUp);
    CPPUNIT_TEST(oneThatFailsToOpenInTheEndIsToldInTheLog);
    CPPUNIT_TEST(oneThatOpensInTheEndIsThereAtTheNextReload);
    CPPUNIT_TEST(thoseThatHangAtTheServersEndAreLeftBehind);
    CPPUNIT_TEST(atTheServersEndOneDoesNotKeepAnotherWaiting);
    CPPUNIT_TEST(theServersEndBeginsWhileAReloadWaitsForOne);
    CPPUNIT_TEST_SUITE_END();

    using Keys = std::map<std::string, std::string>;

    Plane _plane;

    Keys keys(const PluginFolder& plugins, const Keys& more = {}) const { return probeKeys(plugins, _plane.address(), more); }

    /// What the server says when it refuses to start.
    static std::string refusal(Keys keys)
    {
        const TemporaryDirectory folder;
        keys["listener.port"] = keys["admin.port"] = "0";
        const auto file = folder.write("flyte-webhook.ini", iniText(keys));
        const auto ended = runProgram(builtProgram("flyte-webhook"), {"--config", file});
        CPPUNIT_ASSERT_EQUAL(1, ended.status);
        return ended.output;
    }

    void oneThatHangsStopsTheStartWithItsNameAndTheLimit()
    {
        const PluginFolder plugins{"waiting", "good"};
        const Gate gate;
        const auto said = refusal(
            keys(plugins, {{"plugin.waiting.waits_in", "create"}, {"plugin.waiting.until", gate.path()}, {"plugins.start_timeout", "2s"}}));
        ASSERT_HOLDS((plugins.path() / "waiting.so").string(), said);
        ASSERT_HOLDS("create() did not come back within 2s ([plugins] start_timeout)", said);
    }

    void oneThatHangsWhenItIsOpenedDoesSoInAnotherProcess()
    {
        const PluginFolder plugins{"hangs", "good"};
        const auto said = refusal(keys(plugins, {{"plugins.start_timeout", "500ms"}}));
        ASSERT_HOLDS((plugins.path() / "hangs.so").string() + ": it did not say what it is within 500ms", said);
    }

    void oneThatHangsAtAReloadKeepsTheOldSettings()
    {
        const PluginFolder plugins{"waiting", "probe"};
        const Gate gate;
        Webhook webhook(keys(plugins));
        const Keys hanging{{"plugin.waiting.waits_in", "create"}, {"plugin.waiting.until", gate.path()}, {"plugins.start_timeout", "2s"}};
        ASSERT_HOLDS("create() did not come back within 2s", webhook.reload(keys(plugins, hanging)));
        CPPUNIT_ASSERT_EQUAL(200, webhook.get("/patient").status);
        // create() is never called twice at once.
        auto other = keys(plugins, {{"plugin.waiting.any", "other"}});
        ASSERT_HOLDS("what it began earlier has not come to its end yet", webhook.reload(other));
        CPPUNIT_ASSERT_EQUAL(200, webhook.get("/patient").status);
        CPPUNIT_ASSERT(gate.open());
        CPPUNIT_ASSERT(within(std::chrono::seconds(20), [&] { return webhook.reload(other).find("earlier") == std::string::npos; }));
        CPPUNIT_ASSERT_EQUAL(200, webhook.get("/patient").status);
        CPPUNIT_ASSERT_EQUAL(0, webhook.stop());
    }

    void whatOneSaysThatIsNoLongerWaitedForIsToldInTheLog()
    {
        const PluginFolder plugins{"waiting"};
        const Gate gate;
        Webhook webhook(keys(plugins));
        const Keys hanging{{"plugin.waiting.waits_in", "create"},
                           {"plugin.waiting.until", gate.path()},
                           {"plugin.waiting.fails", "true"},
                           {"plugins.start_timeout", "2s"}};
        ASSERT_HOLDS("create() did not come back within 2s", webhook.reload(keys(plugins, hanging)));
        CPPUNIT_ASSERT(within(std::chrono::seconds(20), [&] { return gate.open(); }));
        ASSERT_HOLDS("\"plugin\":\"waiting\"", webhook.program().waitFor("failed in the end"));
        CPPUNIT_ASSERT_EQUAL(0, webhook.stop());
    }

    void oneThatHangsAtItsEndHoldsNothingUp()
    {
        const PluginFolder plugins{"waiting"};
        const Gate gate;
        const Keys hanging{{"plugin.waiting.waits_in", "destroy"}, {"plugin.waiting.until", gate.path()}, {"plugins.start_timeout", "2s"}};
        Webhook webhook(keys(plugins, hanging));
        webhook.reload(keys(plugins, {{"plugins.start_timeout", "2s"}}));
        ASSERT_HOLDS("destroy() did not come back within 2s", webhook.program().waitFor("did not come back"));
        CPPUNIT_ASSERT_EQUAL(200, webhook.get("/patient").status);
        CPPUNIT_ASSERT_EQUAL(0, webhook.stop());
    }

    /// Reloads with a plugin that opens where it is only looked at, and in the server waits for the gate. Returns what was logged.
    std::string reloadWithLate(Webhook& webhook, const PluginFolder& plugins, const Gate& gate) const
    {
        std::filesystem::copy_file(builtProgram("tests/plugins/late.so"), plugins.path() / "late.so");
        std::filesystem::create_symlink(gate.path(), plugins.path() / "gate");
        return webhook.reload(keys(plugins, {{"plugins.start_timeout", "3s"}}));
    }

    void oneThatFailsToOpenInTheEndIsToldInTheLog()
    {
        const PluginFolder plugins{"probe"};
        const Gate gate;
        Webhook webhook(keys(plugins));
        plugins.write("fails", "");
        const auto log = reloadWithLate(webhook, plugins, gate);
        ASSERT_HOLDS("it does not open: flyte_webhook_plugin() did not come back within 3s ([plugins] start_timeout)", log);
        ASSERT_HOLDS("reload refused", log);
        CPPUNIT_ASSERT(within(std::chrono::seconds(20), [&] { return gate.open(); }));
        const auto line = webhook.program().waitFor("declined in the end");
        ASSERT_HOLDS("a plugin that was no longer waited for does not open", line);
        ASSERT_HOLDS("\"plugin\":\"late\"", line);
        CPPUNIT_ASSERT_EQUAL(200, webhook.get("/guarded/shop").status);
        CPPUNIT_ASSERT_EQUAL(0, webhook.stop());
    }

    void oneThatOpensInTheEndIsThereAtTheNextReload()
    {
        const PluginFolder plugins{"probe"};
        const Gate gate;
        Webhook webhook(keys(plugins));
        ASSERT_HOLDS("it does not open", reloadWithLate(webhook, plugins, gate));
        ASSERT_HOLDS("what it began earlier has not come to its end yet", webhook.reload());
        CPPUNIT_ASSERT(within(std::chrono::seconds(20), [&] { return gate.open(); }));
        std::string log;
        CPPUNIT_ASSERT(
            within(std::chrono::seconds(20), [&] { return (log = webhook.reload()).find("earlier has not come") == std::string::npos; }));
        ASSERT_HOLDS("\"reloaded\"", log); // it declines to be opened a second time
        CPPUNIT_ASSERT_EQUAL(500, webhook.get("/late").status);
        CPPUNIT_ASSERT_EQUAL(0, webhook.stop());
    }

    /// Two plugins of which each waits at its end for a gate of its own.
    Keys bothHanging(const PluginFolder& plugins, const Gate& one, const Gate& other, const std::string& limit) const
    {
        return keys(plugins, {{"plugin.waiting.waits_in", "destroy"},
                              {"plugin.waiting.until", one.path()},
                              {"plugin.waiting-too.waits_in", "destroy"},
                              {"plugin.waiting-too.until", other.path()},
                              {"plugins.start_timeout", limit}});
    }

    void thoseThatHangAtTheServersEndAreLeftBehind()
    {
        const PluginFolder plugins{"waiting", "waiting-too", "probe"};
        const Gate one, other;
        Webhook webhook(bothHanging(plugins, one, other, "3s"));
        CPPUNIT_ASSERT_EQUAL(0, webhook.stop());
        for (const char* plugin : {"waiting", "waiting-too"})
            ASSERT_HOLDS("\"plugin\":\"" + std::string(plugin) + "\",\"cause\":\"destroy() did not come back within 3s",
                         webhook.program().output());
    }

    void atTheServersEndOneDoesNotKeepAnotherWaiting()
    {
        const PluginFolder plugins{"waiting", "waiting-too"};
        const Gate one, other;
        Webhook webhook(bothHanging(plugins, one, other, "1h"));
        webhook.program().signal(SIGTERM);
        CPPUNIT_ASSERT(within(std::chrono::seconds(20), [&] { return other.open(); })); // it waits there beside the first
        CPPUNIT_ASSERT(within(std::chrono::seconds(20), [&] { return one.open(); }));
        CPPUNIT_ASSERT_EQUAL(0, webhook.program().wait());
        ASSERT_LACKS("failed at its end", webhook.program().output());
    }

    void theServersEndBeginsWhileAReloadWaitsForOne()
    {
        for (const std::string step : {"create", "destroy"})
        {
            const PluginFolder plugins{"waiting"};
            const Gate gate;
            const Keys patient{{"plugins.start_timeout", "1h"}};
            Keys hanging{{"plugin.waiting.waits_in", step}, {"plugin.waiting.until", gate.path()}};
            hanging.insert(patient.begin(), patient.end());
            Webhook webhook(keys(plugins, step == "create" ? patient : hanging));
            webhook.configure(keys(plugins, step == "create" ? hanging : patient));
            for (const int signal : {SIGHUP, SIGTERM}) webhook.program().signal(signal); // they come in this order
            webhook.program().waitFor("stopping: no new connections");
            CPPUNIT_ASSERT(within(std::chrono::seconds(20), [&] { return gate.open(); }));
            CPPUNIT_ASSERT_EQUAL(0, webhook.program().wait());
        }
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SlowPluginsTest);
