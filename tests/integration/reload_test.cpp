#include "control_plane/test_ca.h"
#include "integration/fixture.h"
#include "support/process_facts.h"
#include "support/waiting.h"
#include <Poco/Net/Context.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <atomic>
#include <cppunit/extensions/HelperMacros.h>
#include <csignal>
#include <future>
#include <sys/stat.h>
#include <thread>

using namespace flyte_webhook::test;

/// SIGHUP: another configuration while requests are served.
class ReloadTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ReloadTest);
    CPPUNIT_TEST(whatIsAllowedChangesOnOpenConnections);
    CPPUNIT_TEST(aBadConfigurationChangesNothingAndSaysWhy);
    CPPUNIT_TEST(pluginsComeAndGo);
    CPPUNIT_TEST(aPluginGetsItsNewSettingsOrKeepsTheOld);
    CPPUNIT_TEST(aRequestEndsWithTheConfigurationThatItBeganWith);
    CPPUNIT_TEST(theControlPlaneChanges);
    CPPUNIT_TEST(keysThatNeedARestartAreNamed);
    CPPUNIT_TEST(newConnectionsGetTheNewCertificate);
    CPPUNIT_TEST(twoHundredReloadsUnderLoadHarmNoRequest);
    CPPUNIT_TEST_SUITE_END();

    using Keys = std::map<std::string, std::string>;

    PluginFolder _plugins{"probe"};
    Plane _plane;

    Keys keys() const { return probeKeys(_plugins, _plane.address()); }

    Keys with(const std::string& key, const std::string& value) const
    {
        auto changed = keys();
        changed[key] = value;
        return changed;
    }

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

    void keysThatNeedARestartAreNamed()
    {
        Webhook webhook(keys());
        auto changed = with("listener.threads", "7");
        changed["listener.max_body"] = "1KiB";
        const auto log = webhook.reload(changed);
        ASSERT_HOLDS("\"key\":\"listener.threads\"", log);
        ASSERT_HOLDS("\"key\":\"listener.max_body\"", log);
        ASSERT_LACKS("listener.queue", log);
    }

    /// A certificate of an authority, as the files that the listener is configured with.
    void writeIdentity(const TestCa& authority, const TemporaryDirectory& folder)
    {
        const auto identity = authority.issue("IP:127.0.0.1");
        folder.write("certificate.pem", identity.certificate);
        ::chmod(folder.write("key.pem", identity.key).c_str(), S_IRUSR | S_IWUSR);
    }

    static bool trusted(std::uint16_t port, const TestCa& authority)
    {
        using Poco::Net::Context;
        const Context::Ptr context(new Context(Context::CLIENT_USE, "", "", authority.file(), Context::VERIFY_RELAXED, 9, false));
        try
        {
            Poco::Net::SecureStreamSocket socket(Poco::Net::SocketAddress("127.0.0.1", port), "127.0.0.1", context);
            const auto request = webRequest("GET", "/door");
            socket.sendBytes(request.data(), static_cast<int>(request.size()));
            char answer[64];
            return std::string_view(answer, static_cast<std::size_t>(socket.receiveBytes(answer, sizeof answer))).find("200") !=
                   std::string_view::npos;
        }
        catch (const Poco::Exception&)
        {
            return false;
        }
    }

    void newConnectionsGetTheNewCertificate()
    {
        const TestCa old("Old CA"), renewed("New CA");
        const TemporaryDirectory folder;
        writeIdentity(old, folder);
        auto secured = with("listener.tls_certificate", (folder.path() / "certificate.pem").string());
        secured["listener.tls_key"] = (folder.path() / "key.pem").string();
        Webhook webhook(secured);
        CPPUNIT_ASSERT(trusted(webhook.port(), old));
        writeIdentity(renewed, folder);
        webhook.reload();
        CPPUNIT_ASSERT(!trusted(webhook.port(), old));
        CPPUNIT_ASSERT(trusted(webhook.port(), renewed));
        folder.write("key.pem", "no key");
        ASSERT_HOLDS("key.pem", webhook.reload());
        CPPUNIT_ASSERT(trusted(webhook.port(), renewed));
    }

    /// Clients that ask again and again for what every one of the configurations permits.
    class Load
    {
    public:
        Load(std::uint16_t port, int connections)
        {
            for (int i = 0; i < connections; ++i) _clients.emplace_back([this, port] { run(port); });
        }
        ~Load() { end(); }

        void end()
        {
            _over = true;
            for (auto& client : _clients)
                if (client.joinable()) client.join();
        }

        std::string failure() const
        {
            const std::lock_guard lock(_mutex);
            return _failure;
        }
        long answers() const { return _answers; }

    private:
        void run(std::uint16_t port)
        try
        {
            const auto request = webRequest("GET", "/guarded/shop", {"Authorization: Bearer a"});
            for (WebConnection connection(port); !_over; ++_answers)
                if (const auto answer = connection.ask(request); answer.status != 200)
                    throw std::runtime_error(std::to_string(answer.status) + " " + answer.body);
        }
        catch (const std::exception& e)
        {
            const std::lock_guard lock(_mutex);
            _failure = e.what();
        }

        std::atomic<bool> _over{false};
        std::atomic<long> _answers{0};
        mutable std::mutex _mutex;
        std::string _failure;
        std::vector<std::thread> _clients;
    };

    void twoHundredReloadsUnderLoadHarmNoRequest()
    {
        constexpr int reloads = 200, warmUp = 40;
        std::filesystem::copy_file(builtProgram("tests/plugins/good.so"), _plugins.path() / "good.so");
        auto quiet = keys();
        quiet["telemetry.log_level"] = "warning"; // the test could not read a line a request
        Launch launch;
        launch.silent = true;
        Webhook webhook(quiet, launch);
        Load load(webhook.port(), 64);
        const auto process = webhook.program().pid();
        std::size_t memory = 0, descriptors = 0;
        for (int i = 1; i <= reloads; ++i)
        {
            auto changed = quiet;
            changed["allowlist.apps"] = i % 2 ? "shop" : "shop, other";
            if (i % 3 == 0) changed["webhook.endpoint_groups"] = "probe";
            if (i % 5 == 0) changed["plugin.probe.greeting"] = "Hi" + std::to_string(i);
            if (i % 7 == 0) changed["control_plane.call_timeout"] = std::to_string(i) + "s";
            webhook.configure(changed);
            webhook.program().signal(SIGHUP);
            const int other = i % 2 ? 403 : 200;
            CPPUNIT_ASSERT(within(std::chrono::seconds(20), [&] { return webhook.get("/guarded/other").status == other; }));
            CPPUNIT_ASSERT_EQUAL(std::string(), load.failure());
            if (i != warmUp) continue;
            memory = residentBytes(process);
            descriptors = mayLookInto(process) ? descriptorsOf(process) : 0;
        }
        load.end();
        CPPUNIT_ASSERT_EQUAL(std::string(), load.failure());
        CPPUNIT_ASSERT(load.answers() > reloads);
        constexpr std::size_t MiB = 1 << 20;
        if (freedMemoryGoesBack) CPPUNIT_ASSERT_LESSEQUAL(memory + 16 * MiB, residentBytes(process));
        if (descriptors) CPPUNIT_ASSERT_LESSEQUAL(descriptors + 8, descriptorsOf(process));
        CPPUNIT_ASSERT_EQUAL(0, webhook.stop());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ReloadTest);
