#include "control_plane/scripted_server.h"
#include "integration/fixture.h"
#include "reliability/fault_table.h"
#include "reliability/mirror.h"
#include "reliability/mirror_client.h"
#include "support/reserved_port.h"
#include "support/waiting.h"
#include <atomic>
#include <cppunit/extensions/HelperMacros.h>
#include <csignal>
#include <future>
#include <set>
#include <thread>

using namespace flyte_webhook::test;
using namespace std::chrono_literals;
using Poco::Net::StreamSocket;

namespace
{

/// Passes connections on, and cuts all of them off when it is told to. Thread: any.
class BreakingLine
{
public:
    explicit BreakingLine(std::uint16_t port) : _port(port) {}

    std::string address() const { return "http://127.0.0.1:" + std::to_string(_server.port()); }

    void cut()
    {
        const std::lock_guard lock(_mutex);
        for (auto& client : _clients) ::shutdown(client.impl()->sockfd(), SHUT_RDWR);
        _clients.clear();
    }

private:
    void serve(StreamSocket& client)
    {
        {
            const std::lock_guard lock(_mutex);
            _clients.push_back(client);
        }
        relay(client, _port, SIZE_MAX);
    }

    const std::uint16_t _port;
    std::mutex _mutex;
    std::vector<StreamSocket> _clients;
    ScriptedServer _server{[this](StreamSocket& client, int) { serve(client); }};
};

/// Callers that start runs, each with a key of its own, and ask nobody twice.
class RunStarters
{
public:
    /// Where the server listens may change while they run.
    RunStarters(int count, std::uint16_t port)
    {
        for (int number = 1; number <= count; ++number) _threads.emplace_back([this, number, port] { run(number, port); });
    }
    ~RunStarters() { stop(); }

    void stop()
    {
        _done = true;
        for (auto& thread : _threads) thread.join();
        _threads.clear();
    }

    /// Keys by what their callers were told: 200, an error, or nothing at all.
    std::set<std::string> started, refused, unanswered;
    std::set<int> statuses;
    std::string wrong; ///< an answer that is none

    std::size_t answered()
    {
        const std::lock_guard lock(_mutex);
        return started.size();
    }

private:
    void run(int number, std::uint16_t port)
    {
        MirrorClient client(number, port, false, false);
        for (int i = 0; !_done; ++i)
        {
            const auto key = callerName(number) + "-k" + std::to_string(i);
            MirrorRequest request{"run_task",
                                  "POST",
                                  "/run-task/development/demo/" + callerName(number) + ".task",
                                  "{\"" + callerName(number) + "-input\":\"" + key + "\"}",
                                  {callerName(number) + "-run-"}};
            const auto result = client.ask(std::move(request));
            const std::lock_guard lock(_mutex);
            (!result.broken.empty() ? unanswered : result.answer.status == 200 ? started : refused).insert(key);
            statuses.insert(result.answer.status);
            wrong += result.wrong;
        }
    }

    std::atomic<bool> _done{false};
    std::mutex _mutex;
    std::vector<std::thread> _threads;
};

/// No run twice; those that were told of, once.
void expectOnce(const Mirror& mirror, const RunStarters& starters)
{
    const auto runs = mirror.runs();
    for (const auto& [key, count] : runs) CPPUNIT_ASSERT_EQUAL_MESSAGE(key, 1, count);
    for (const auto& key : starters.started) CPPUNIT_ASSERT_MESSAGE(key, runs.count(key));
    CPPUNIT_ASSERT_EQUAL(std::string(), starters.wrong);
}

} // namespace

/// Processes and connections that end in the middle of things.
class RestartTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(RestartTest);
    CPPUNIT_TEST(aKilledServerStartsNoRunTwice);
    CPPUNIT_TEST(aLineThatBreaksStartsNoRunTwiceOverGrpc);
    CPPUNIT_TEST(aLineThatBreaksStartsNoRunTwiceOverConnect);
    CPPUNIT_TEST(aRunThatWasAcceptedBeforeTheLineBrokeIsNotStartedAgain);
    CPPUNIT_TEST(aClientThatLeavesCancelsItsCall);
    CPPUNIT_TEST(aClientThatLeavesCancelsItsStream);
    CPPUNIT_TEST_SUITE_END();

    const PluginFolder _plugins{"probe"};
    const FaultTable _table{};

    static std::map<std::string, std::string> keys(const std::string& endpoint, Protocol protocol)
    {
        return {
            {"control_plane.endpoint", endpoint}, {"control_plane.protocol", nameOf(protocol)}, {"webhook.endpoint_groups", "core, task"}};
    }

    static std::string onLoopback(const CallServer& server) { return "http://127.0.0.1:" + std::to_string(server.port()); }

    void aKilledServerStartsNoRunTwice()
    {
        Mirror mirror;
        const auto server = makeCallServer(Protocol::connect, [&](const ReceivedCall& call) { return mirror.answer(call); });
        const ReservedPort port;
        auto settings = keys(onLoopback(*server), Protocol::connect);
        settings["listener.port"] = std::to_string(port.number());
        auto webhook = std::make_unique<Webhook>(settings);
        RunStarters starters(8, port.number());
        std::chrono::milliseconds longest{};
        constexpr int kills = 5;
        for (int i = 0; i < kills; ++i)
        {
            const auto before = starters.answered();
            CPPUNIT_ASSERT(within(20s, [&] { return starters.answered() > before + 20; }));
            webhook->program().signal(SIGKILL);
            CPPUNIT_ASSERT_EQUAL(128 + SIGKILL, webhook->program().wait());
            longest = std::max(longest, timeOf([&] { webhook = std::make_unique<Webhook>(settings); }));
        }
        CPPUNIT_ASSERT(within(20s, [&, before = starters.answered()] { return starters.answered() > before + 20; }));
        starters.stop();
        expectOnce(mirror, starters);
        CPPUNIT_ASSERT(starters.refused.empty());
        _table.row("SIGKILL and restart under load, " + std::to_string(kills) + " times",
                   std::to_string(starters.started.size()) + " runs told of, each started once; of " +
                       std::to_string(starters.unanswered.size()) + " requests without an answer none started two; serves again within " +
                       std::to_string(longest.count()) + " ms");
    }

    void aLineThatBreaksStartsNoRunTwiceOverGrpc() { breakLines(Protocol::grpc); }
    void aLineThatBreaksStartsNoRunTwiceOverConnect() { breakLines(Protocol::connect); }

    void breakLines(Protocol protocol)
    {
        Mirror mirror;
        const auto server = makeCallServer(protocol, [&](const ReceivedCall& call) { return mirror.answer(call); });
        BreakingLine line(server->port());
        Webhook webhook(keys(line.address(), protocol));
        RunStarters starters(8, webhook.port());
        constexpr int cuts = 40;
        for (int i = 0; i < cuts; ++i)
        {
            CPPUNIT_ASSERT(within(20s, [&, before = starters.answered()] { return starters.answered() > before + 3; }));
            line.cut();
        }
        CPPUNIT_ASSERT(within(20s, [&, before = starters.answered()] { return starters.answered() > before + 20; }));
        starters.stop();
        expectOnce(mirror, starters);
        CPPUNIT_ASSERT(starters.unanswered.empty());
        starters.statuses.erase(200);
        for (const int status : starters.statuses) CPPUNIT_ASSERT_EQUAL(503, status);
        CPPUNIT_ASSERT_EQUAL(0, webhook.stop());
        _table.row("all connections to the control plane break under load, " + std::to_string(cuts) + " times",
                   std::to_string(starters.started.size()) + " runs told of, each started once; " +
                       std::to_string(starters.refused.size()) + " requests were told 503, of which none started two",
                   nameOf(protocol));
    }

    /// The worst moment: the run is there, and its answer is lost.
    void aRunThatWasAcceptedBeforeTheLineBrokeIsNotStartedAgain()
    {
        for (const auto protocol : {Protocol::grpc, Protocol::connect})
        {
            Mirror mirror;
            std::unique_ptr<BreakingLine> line;
            const auto server = makeCallServer(protocol,
                                               [&](const ReceivedCall& call)
                                               {
                                                   auto answer = mirror.answer(call);
                                                   if (call.method.find("CreateRun") != std::string::npos) line->cut(), answer.hold = true;
                                                   return answer;
                                               });
            line = std::make_unique<BreakingLine>(server->port());
            Webhook webhook(keys(line->address(), protocol));
            MirrorClient client(7, webhook.port(), false, false);
            for (int i = 0; i < 10; ++i)
            {
                const auto result = client.ask({"run_task",
                                                "POST",
                                                "/run-task/development/demo/caller-7.task",
                                                "{\"caller-7-input\":\"caller-7-k" + std::to_string(i) + "\"}",
                                                {}});
                CPPUNIT_ASSERT_EQUAL_MESSAGE(result.answer.body, 503, result.answer.status);
            }
            CPPUNIT_ASSERT_EQUAL(std::size_t{10}, mirror.callsOf("RunService/CreateRun"));
            CPPUNIT_ASSERT_EQUAL(std::size_t{10}, mirror.runs().size());
            _table.row("a run is accepted and its answer lost", "503; CreateRun is not sent again", nameOf(protocol));
        }
    }

    /// How a client may leave.
    static void leave(StreamSocket& socket, int way)
    {
        if (way == 0) socket.setLinger(true, 0); // a reset
        if (way <= 1) socket.close();
        if (way == 2) socket.shutdownSend(); // it has no more to say; while it waits that counts as gone
    }

    void aClientThatLeavesCancelsItsCall() { checkLeaving("/relay?method=pkg.Svc/Do", "POST", "during a control-plane call"); }
    void aClientThatLeavesCancelsItsStream() { checkLeaving("/follow?method=pkg.Svc/Do", "GET", "during a control-plane stream"); }

    void checkLeaving(const std::string& target, const std::string& method, const std::string& when)
    {
        constexpr int ways = 3;
        for (const auto protocol : {Protocol::grpc, Protocol::connect})
        {
            std::atomic<int> cancelled{0};
            Plane plane([&](const ReceivedCall&) { return Answer{{}, 0, {}, true, [&] { ++cancelled; }}; }, 0, protocol);
            auto settings = probeKeys(_plugins, plane.address());
            settings["control_plane.protocol"] = nameOf(protocol);
            Webhook webhook(settings);
            std::chrono::milliseconds longest{};
            for (int way = 0; way < ways; ++way)
            {
                WebConnection client(webhook.port());
                client.send(webRequest(method, target, {"Authorization: Bearer a"}));
                CPPUNIT_ASSERT(plane.waitForCalls(static_cast<std::size_t>(way) + 1));
                leave(client.socket(), way);
                longest = std::max(longest, timeOf([&] { CPPUNIT_ASSERT(within(10s, [&] { return cancelled == way + 1; })); }));
            }
            CPPUNIT_ASSERT_EQUAL(200, webhook.get("/door", {}).status);
            CPPUNIT_ASSERT_EQUAL(0, webhook.stop());
            _table.row("a client leaves (reset, close, half-close) " + when,
                       "it is cancelled at the control plane within " + std::to_string(longest.count()) + " ms", nameOf(protocol));
        }
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RestartTest);
