#include "control_plane/connect_server.h"
#include "control_plane/tls_listener.h"
#include "reload_fixture.h"
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
#include <mutex>
#include <sys/stat.h>
#include <thread>

using namespace flyte_webhook::test;

namespace
{

using Context = Poco::Net::Context;

std::string textOf(const std::string& file)
{
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// A certificate of an authority, as the files that the listener is configured with.
void writeIdentity(const TestCa& authority, const TemporaryDirectory& folder)
{
    const auto identity = authority.issue("IP:127.0.0.1");
    folder.write("certificate.pem", identity.certificate);
    ::chmod(folder.write("key.pem", identity.key).c_str(), S_IRUSR | S_IWUSR);
}

Context::Ptr trustIn(const std::string& authorities)
{
    return new Context(Context::CLIENT_USE, "", "", authorities, Context::VERIFY_RELAXED, 9, false);
}

WebConnection connect(std::uint16_t port, const Context::Ptr& trust)
{
    return WebConnection(Poco::Net::SecureStreamSocket(Poco::Net::SocketAddress("127.0.0.1", port), "127.0.0.1", trust));
}

bool trusted(std::uint16_t port, const TestCa& authority)
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

} // namespace

/// SIGHUP: certificates and authorities of either side, and reloads of all kinds under load over TLS.
class ReloadTlsTest : public ReloadFixture
{
    CPPUNIT_TEST_SUITE(ReloadTlsTest);
    CPPUNIT_TEST(theAuthoritiesOfTheControlPlaneAreReadAgain);
    CPPUNIT_TEST(aReadyServerStaysReady);
    CPPUNIT_TEST(newConnectionsGetTheNewCertificate);
    CPPUNIT_TEST(twoHundredReloadsUnderLoadHarmNoRequest);
    CPPUNIT_TEST_SUITE_END();

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

CPPUNIT_TEST_SUITE_REGISTRATION(ReloadTlsTest);
