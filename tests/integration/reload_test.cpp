#include "control_plane/connect_server.h"
#include "control_plane/tls_listener.h"
#include "integration/fixture.h"
#include "reliability/limited.h"
#include "support/process_facts.h"
#include "support/reserved_port.h"
#include "support/waiting.h"
#include <Poco/Net/Context.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <atomic>
#include <cppunit/extensions/HelperMacros.h>
#include <csignal>
#include <fstream>
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
    CPPUNIT_TEST(aFileThatWouldBlockIsRefused);
    CPPUNIT_TEST(pluginsComeAndGo);
    CPPUNIT_TEST(aPluginGetsItsNewSettingsOrKeepsTheOld);
    CPPUNIT_TEST(newCodeOfAnOpenPluginTakesARestart);
    CPPUNIT_TEST(aRequestEndsWithTheConfigurationThatItBeganWith);
    CPPUNIT_TEST(theControlPlaneChanges);
    CPPUNIT_TEST(theAuthoritiesOfTheControlPlaneAreReadAgain);
    CPPUNIT_TEST(aReadyServerStaysReady);
    CPPUNIT_TEST(theTimeForARequestsBodyChanges);
    CPPUNIT_TEST(keysThatNeedARestartAreNamed);
    CPPUNIT_TEST(withoutDescriptorsForItTheConfigurationStays);
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

    const TestCa _authority{"Its CA"};
    const ConnectServer _secured{[](const ReceivedCall&) { return Answer{{"secure"}}; }, listenOverTls(_authority.issue("IP:127.0.0.1"))};

    void theAuthoritiesOfTheControlPlaneAreReadAgain()
    {
        const TestCa another("Another CA");
        const TemporaryDirectory folder;
        auto trusting = with("control_plane.endpoint", "https://127.0.0.1:" + std::to_string(_secured.port()));
        trusting["control_plane.ca_file"] = folder.write("authorities.pem", textOf(another.file()));
        Webhook webhook(trusting);
        const auto relay = [&] { return webhook.post("/relay?method=pkg.Svc/Do", "x"); };
        CPPUNIT_ASSERT_EQUAL(503, relay().status);
        folder.write("authorities.pem", textOf(_authority.file()));
        ASSERT_HOLDS("\"reloaded\"", webhook.reload());
        CPPUNIT_ASSERT_EQUAL(std::string("secure"), relay().body);
        CPPUNIT_ASSERT_EQUAL(0, webhook.stop());
    }

    /// Though its next configuration has no connection to the control plane yet.
    void aReadyServerStaysReady()
    {
        std::promise<void> came, goOn;
        std::atomic<bool> holds{false};
        ScriptedServer way(
            [&](auto& socket, int)
            {
                if (holds.exchange(false))
                {
                    came.set_value();
                    goOn.get_future().wait();
                }
                relay(socket, _secured.port(), SIZE_MAX);
            });
        const ReservedPort admin;
        auto trusting = with("control_plane.endpoint", "https://127.0.0.1:" + std::to_string(way.port()));
        trusting["control_plane.ca_file"] = _authority.file();
        trusting["admin.port"] = std::to_string(admin.number());
        Webhook webhook(trusting);
        const auto readiness = [&] { return fetch(admin.number(), "GET", "/readyz").status; };
        CPPUNIT_ASSERT(within(std::chrono::seconds(20), [&] { return readiness() == 200; }));
        holds = true;
        auto reloaded = std::async(std::launch::async, [&] { return webhook.reload(); });
        came.get_future().wait();
        const auto meanwhile = readiness();
        goOn.set_value();
        ASSERT_HOLDS("\"reloaded\"", reloaded.get());
        CPPUNIT_ASSERT_EQUAL(200, meanwhile);
        CPPUNIT_ASSERT_EQUAL(200, readiness());
        CPPUNIT_ASSERT_EQUAL(0, webhook.stop());
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

    /// A certificate of an authority, as the files that the listener is configured with.
    void writeIdentity(const TestCa& authority, const TemporaryDirectory& folder)
    {
        const auto identity = authority.issue("IP:127.0.0.1");
        folder.write("certificate.pem", identity.certificate);
        ::chmod(folder.write("key.pem", identity.key).c_str(), S_IRUSR | S_IWUSR);
    }

    using Context = Poco::Net::Context;

    static std::string textOf(const std::string& file)
    {
        std::ifstream in(file);
        return {std::istreambuf_iterator<char>(in), {}};
    }

    static Context::Ptr trustIn(const std::string& authorities)
    {
        return new Context(Context::CLIENT_USE, "", "", authorities, Context::VERIFY_RELAXED, 9, false);
    }

    static WebConnection connect(std::uint16_t port, const Context::Ptr& trust)
    {
        return WebConnection(Poco::Net::SecureStreamSocket(Poco::Net::SocketAddress("127.0.0.1", port), "127.0.0.1", trust));
    }

    static bool trusted(std::uint16_t port, const TestCa& authority)
    {
        try
        {
            return connect(port, trustIn(authority.file())).ask(webRequest("GET", "/door")).status == 200;
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

    /// Clients that ask again and again for what every one of the configurations permits. One in eight makes a new connection each time.
    class Load
    {
    public:
        Load(std::uint16_t port, const Context::Ptr& trust, int connections)
        {
            for (int i = 0; i < connections; ++i) _clients.emplace_back([this, port, trust, i] { run(port, trust, i % 8 != 0); });
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
        void run(std::uint16_t port, const Context::Ptr& trust, bool keeps)
        try
        {
            const auto request = webRequest("GET", "/guarded/shop", {"Authorization: Bearer a"});
            for (auto connection = connect(port, trust); !_over; ++_answers)
            {
                if (const auto answer = connection.ask(request); answer.status != 200)
                    throw std::runtime_error(std::to_string(answer.status) + " " + answer.body);
                if (!keeps) connection = connect(port, trust);
            }
        }
        catch (const Poco::Exception& e)
        {
            const std::lock_guard lock(_mutex);
            _failure = e.displayText();
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
        constexpr int reloads = 200, warmUp = 100;
        std::filesystem::copy_file(builtProgram("tests/plugins/good.so"), _plugins.path() / "good.so");
        const TemporaryDirectory folder;
        const TestCa authorities[] = {TestCa("One CA"), TestCa("Another CA")};
        const auto trust = trustIn(folder.write("both.pem", textOf(authorities[0].file()) + textOf(authorities[1].file())));
        writeIdentity(authorities[0], folder);
        auto quiet = keys();
        const ReservedPort admin;
        quiet["admin.port"] = std::to_string(admin.number());
        quiet["telemetry.log_level"] = "warning"; // the test could not read a line a request
        quiet["listener.tls_certificate"] = (folder.path() / "certificate.pem").string();
        quiet["listener.tls_key"] = (folder.path() / "key.pem").string();
        Launch launch;
        launch.silent = true;
        Webhook webhook(quiet, launch);
        Load load(webhook.port(), trust, 64);
        const auto process = webhook.program().pid();
        std::size_t memory = 0, descriptors = 0;
        for (int i = 1; i <= reloads; ++i)
        {
            auto changed = quiet;
            changed["allowlist.apps"] = i % 2 ? "shop" : "shop, other";
            if (i % 3 == 0) changed["webhook.endpoint_groups"] = "probe";
            if (i % 5 == 0) changed["plugin.probe.greeting"] = "Hi" + std::to_string(i);
            if (i % 7 == 0) changed["control_plane.call_timeout"] = std::to_string(i) + "s";
            const auto& authority = authorities[i / 4 % 2];
            if (i % 4 == 0) writeIdentity(authority, folder);
            webhook.configure(changed);
            webhook.program().signal(SIGHUP);
            const int other = i % 2 ? 403 : 200;
            const auto request = webRequest("GET", "/guarded/other", {"Authorization: Bearer a"});
            CPPUNIT_ASSERT(within(std::chrono::seconds(20), [&] { return connect(webhook.port(), trust).ask(request).status == other; }));
            CPPUNIT_ASSERT(trusted(webhook.port(), authority));
            const auto ofGood = connect(webhook.port(), trust).ask(webRequest("GET", "/silent", {"Authorization: Bearer a"}));
            CPPUNIT_ASSERT_EQUAL(i % 3 == 0, ofGood.status == 404); // its group is off
            CPPUNIT_ASSERT_EQUAL(std::string(), load.failure());
            if (i != warmUp) continue;
            memory = residentBytes(process);
            descriptors = openDescriptors(admin.number());
        }
        load.end();
        CPPUNIT_ASSERT_EQUAL(std::string(), load.failure());
        CPPUNIT_ASSERT(load.answers() > reloads);
        constexpr std::size_t MiB = 1 << 20;
        // The server may keep 32 MiB of what is free.
        if (freedMemoryGoesBack) CPPUNIT_ASSERT_LESSEQUAL(memory + 32 * MiB, residentBytes(process));
        CPPUNIT_ASSERT(within(std::chrono::seconds(20), [&] { return openDescriptors(admin.number()) <= descriptors + 8; }));
        CPPUNIT_ASSERT_EQUAL(0, webhook.stop());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ReloadTest);
