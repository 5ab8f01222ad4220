#include "integration/fixture.h"
#include "reliability/fault_table.h"
#include "reliability/limited.h"
#include "support/process_facts.h"
#include "support/reserved_port.h"
#include "support/waiting.h"
#include <array>
#include <atomic>
#include <cppunit/extensions/HelperMacros.h>
#include <csignal>
#include <fstream>
#include <iterator>
#include <thread>

using namespace flyte_webhook::test;
using namespace std::chrono_literals;

/// What the machine under the server runs out of. Afterwards the same server must work again.
class ResourcesTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ResourcesTest);
    CPPUNIT_TEST(withoutDescriptorsClientsAreToldAndNothingSpins);
    CPPUNIT_TEST(withoutDescriptorsAControlPlaneThatIsAwayComesBack);
    CPPUNIT_TEST(aFullDiskTakesLogLinesOnly);
    CPPUNIT_TEST(aLogFileThatMayNotGrowTakesLogLinesOnly);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) // they reserve terabytes, and end the program where memory does
    CPPUNIT_TEST(aPluginOutOfMemoryIsA500);
    CPPUNIT_TEST(withoutMemoryBodiesAreRefusedAndTheServerLives);
#endif
    CPPUNIT_TEST_SUITE_END();

    const PluginFolder _plugins{"probe", "greedy"};
    const FaultTable _table{};
    Plane _plane;

    std::map<std::string, std::string> keys() const { return probeKeys(_plugins, _plane.address()); }

    static std::string relay() { return webRequest("POST", "/relay?method=pkg.Svc/Do", {"Authorization: Bearer a"}, "x"); }

    void withoutDescriptorsClientsAreToldAndNothingSpins()
    {
        const Plane plane(Plane::echo, 0, Protocol::connect); // its one connection is used again, where gRPC may want another one
        const ReservedPort admin;
        auto settings = probeKeys(_plugins, plane.address());
        settings["admin.port"] = std::to_string(admin.number());
        Webhook webhook(settings);
        const auto pid = webhook.program().pid();
        WebConnection established(webhook.port());
        CPPUNIT_ASSERT_EQUAL(200, established.ask(relay()).status);
        const auto before = openDescriptors(admin.number());
        double seconds = 0;
        std::vector<std::unique_ptr<WebConnection>> clients;
        int refused = 0;
        {
            const Limited few(pid, RLIMIT_NOFILE, before + 4);
            for (int i = 0; i < 40; ++i) clients.push_back(std::make_unique<WebConnection>(webhook.port()));
            for (const auto& client : clients) client->send(relay());
            refused = countRefused(clients);
            const auto begun = cpuSeconds(pid);
            CPPUNIT_ASSERT(!clients.front()->closedWithin(1s));
            seconds = cpuSeconds(pid) - begun;
            CPPUNIT_ASSERT_EQUAL(200, established.ask(relay()).status);
        }
        CPPUNIT_ASSERT_MESSAGE(std::to_string(seconds), seconds < 0.2);
        CPPUNIT_ASSERT_MESSAGE(std::to_string(refused), refused >= 30);
        clients.clear();
        CPPUNIT_ASSERT(within(20s, [&] { return WebConnection(webhook.port()).ask(relay()).status == 200; }));
        CPPUNIT_ASSERT(within(20s, [&] { return openDescriptors(admin.number()) <= before + 2; })); // lines to the control plane are kept
        _table.row("descriptors run out under 40 new clients", std::to_string(refused) +
                                                                   " are told 503 or closed, others served, established ones too; " +
                                                                   std::to_string(static_cast<int>(seconds * 1000)) +
                                                                   " ms of processor time in the second afterwards; all served again");
    }

    /// Of those whose answer is there in time: how many were told 503, or nothing at all.
    static int countRefused(const std::vector<std::unique_ptr<WebConnection>>& clients)
    {
        int refused = 0;
        for (const auto& client : clients) try
            {
                client->socket().setReceiveTimeout(Poco::Timespan(2, 0));
                refused += client->receive().status == 503;
            }
            catch (const std::exception&) // closed without a word
            {
                ++refused;
            }
        return refused;
    }

    void withoutDescriptorsAControlPlaneThatIsAwayComesBack()
    {
        const ReservedPort port;
        auto plane = std::make_unique<Plane>(Plane::echo, port.number());
        Webhook webhook(probeKeys(_plugins, plane->address()));
        WebConnection client(webhook.port());
        CPPUNIT_ASSERT_EQUAL(200, client.ask(relay()).status);
        plane.reset();
        {
            const Limited few(webhook.program().pid(), RLIMIT_NOFILE, 3);
            CPPUNIT_ASSERT_EQUAL(503, client.ask(relay()).status);
            plane = std::make_unique<Plane>(Plane::echo, port.number());
            const auto begun = cpuSeconds(webhook.program().pid());
            CPPUNIT_ASSERT_EQUAL(503, client.ask(relay()).status); // there is no descriptor to reach it with
            CPPUNIT_ASSERT(cpuSeconds(webhook.program().pid()) - begun < 0.5);
        }
        const auto time = timeOf([&] { CPPUNIT_ASSERT(within(20s, [&] { return client.ask(relay()).status == 200; })); });
        _table.row("the control plane returns while there are no descriptors",
                   "503 until there are; then served within " + std::to_string(time.count()) + " ms");
    }

    void aFullDiskTakesLogLinesOnly()
    {
        Launch launch{{"/bin/sh", "-c", R"(exec "$@" 2> /dev/full)", "sh"}};
        launch.silent = true;
        Webhook webhook(keys(), launch);
        for (int i = 0; i < 100; ++i) CPPUNIT_ASSERT_EQUAL(200, webhook.post("/relay?method=pkg.Svc/Do", "x").status);
        CPPUNIT_ASSERT_EQUAL(0, webhook.stop());
        _table.row("the disk with the log is full", "requests go on; lines are lost");
    }

    void aLogFileThatMayNotGrowTakesLogLinesOnly()
    {
        const TemporaryDirectory directory;
        const auto file = (directory.path() / "log").string();
        Launch launch{{"/bin/sh", "-c", "ulimit -f 16; file=$1; shift; exec \"$@\" 2>> \"$file\"", "sh", file}}; // 8 KiB
        launch.silent = true;
        Webhook webhook(keys(), launch);
        for (int i = 0; i < 100; ++i) CPPUNIT_ASSERT_EQUAL(200, webhook.post("/relay?method=pkg.Svc/Do", "x").status);
        std::filesystem::resize_file(file, 0); // somebody makes room
        CPPUNIT_ASSERT_EQUAL(200, webhook.post("/relay?method=pkg.Svc/Do", "x").status);
        std::string text;
        const auto told = [&]
        {
            std::ifstream log(file);
            text.assign(std::istreambuf_iterator<char>(log), {});
            return text.find("log lines were lost") != std::string::npos;
        };
        CPPUNIT_ASSERT_MESSAGE(text, within(20s, told));
        for (int i = 0; i < 100; ++i) CPPUNIT_ASSERT_EQUAL(200, webhook.post("/relay?method=pkg.Svc/Do", "x").status);
        CPPUNIT_ASSERT_EQUAL(0, webhook.stop()); // its last lines are written by another thread than those of requests
        _table.row("the log file may not grow (RLIMIT_FSIZE), then is emptied",
                   "requests go on; when there is room again, a line tells how many were lost");
    }

    /// A client that asks the same again and again, until something else comes than a 200. Ends with the object.
    class Regular
    {
    public:
        explicit Regular(std::uint16_t port) : _thread([this, port] { run(port); }) {}
        ~Regular()
        {
            _done = true;
            _thread.join();
        }
        int served() const { return _served; }
        bool failed() const { return _failed; }

    private:
        void run(std::uint16_t port)
        try
        {
            for (WebConnection client(port); !_done && !_failed;)
                if (client.ask(relay()).status == 200)
                    ++_served;
                else
                    _failed = true;
        }
        catch (const std::exception&)
        {
            _failed = true;
        }

        std::atomic<bool> _done{false}, _failed{false};
        std::atomic<int> _served{0};
        std::thread _thread;
    };

    void aPluginOutOfMemoryIsA500()
    {
        const Plane plane(Plane::echo, 0, Protocol::connect); // gRPC ends the process where memory ends
        Webhook webhook(probeKeys(_plugins, plane.address()));
        const auto pid = webhook.program().pid();
        CPPUNIT_ASSERT_EQUAL(200, webhook.get("/hoard/nothing").status);
        for (const char* how : {"throw", "large"}) expectInternalError(webhook.get(std::string("/hoard/") + how));
        int served = 0;
        {
            const Regular other(webhook.port());
            CPPUNIT_ASSERT(within(20s, [&] { return other.served() > 10; }));
            const Limited little(pid, RLIMIT_AS, addressSpaceBytes(pid) + (256 << 20));
            for (const char* how : {"pieces", "answer", "pieces", "answer"}) expectInternalError(webhook.get(std::string("/hoard/") + how));
            CPPUNIT_ASSERT(!other.failed());
            served = other.served();
        }
        CPPUNIT_ASSERT_EQUAL(200, webhook.get("/hoard/nothing").status);
        CPPUNIT_ASSERT_EQUAL(0, webhook.stop());
        _table.row("a plugin runs out of memory (throws, one large block, 1 MiB pieces up to RLIMIT_AS, too large an answer)",
                   "500 for its request, logged; " + std::to_string(served) + " others served meanwhile");
    }

    static void expectInternalError(const WebAnswer& answer)
    {
        CPPUNIT_ASSERT_EQUAL_MESSAGE(answer.body, 500, answer.status);
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"detail":"Internal Server Error"})"), answer.body);
    }

    void withoutMemoryBodiesAreRefusedAndTheServerLives()
    {
        const Plane plane(Plane::echo, 0, Protocol::connect); // as above
        Webhook webhook(probeKeys(_plugins, plane.address()));
        const auto pid = webhook.program().pid();
        const std::string body(9 << 20, 'x');
        CPPUNIT_ASSERT_EQUAL(200, webhook.post("/relay?method=pkg.Svc/Do", "x").status);
        std::array<std::atomic<int>, 600> statuses{};
        {
            const Limited none(pid, RLIMIT_AS, 1 << 20); // what it has it keeps
            std::vector<std::thread> clients;
            for (int i = 0; i < 8; ++i)
                clients.emplace_back(
                    [&]
                    {
                        for (int n = 0; n < 4; ++n) ++statuses[static_cast<std::size_t>(statusOf(webhook, body))];
                    });
            for (auto& client : clients) client.join();
        }
        CPPUNIT_ASSERT_MESSAGE(webhook.program().output(), webhook.program().running());
        CPPUNIT_ASSERT(statuses[200] < 32); // what one gave back, the next may have, but not all at once
        CPPUNIT_ASSERT_EQUAL(32, statuses[0] + statuses[200] + statuses[500] + statuses[502] + statuses[503]);
        CPPUNIT_ASSERT_EQUAL(200, webhook.post("/relay?method=pkg.Svc/Do", body).status);
        CPPUNIT_ASSERT_EQUAL(0, webhook.stop());
        _table.row("bodies for which there is no memory (RLIMIT_AS)",
                   "500, 502 or 503, or the connection ends; all served again as soon as there is some");
    }

    /// The status; 0 when the connection ended instead.
    static int statusOf(const Webhook& webhook, const std::string& body)
    {
        try
        {
            return webhook.post("/relay?method=pkg.Svc/Do", body).status;
        }
        catch (const std::exception&)
        {
            return 0;
        }
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ResourcesTest);
