#include "control_plane/connect_server.h"
#include "integration/fixture.h"
#include "reliability/mirror.h"
#include "reliability/mirror_client.h"
#include "support/report.h"
#include <atomic>
#include <cppunit/extensions/HelperMacros.h>
#include <cstdlib>
#include <thread>

using namespace flyte_webhook::test;
using namespace std::chrono_literals;

namespace
{

using Clock = std::chrono::steady_clock;
constexpr int callers = 64;

/// How long all tests of this program may take together; FLYTE_TEST_SECONDS says otherwise.
std::chrono::milliseconds wholeTime()
{
    const char* given = std::getenv("FLYTE_TEST_SECONDS");
    return given ? std::chrono::seconds(std::stoi(given)) : 4s;
}

/// Apps that answer what they were asked for. Thread: any.
class Apps
{
public:
    std::string url() const { return "http://127.0.0.1:" + std::to_string(_server.port()); }

private:
    static void serve(Poco::Net::StreamSocket& socket)
    {
        RequestStream requests(socket);
        for (RequestStream::Request request; requests.next(request);)
        {
            const auto body = "{\"page\":\"" + request.target.substr(request.target.rfind('/') + 1) + "\"}";
            const auto text = ConnectServer::answerText("200 OK", "application/json", body);
            socket.sendBytes(text.data(), static_cast<int>(text.size()));
        }
    }

    ScriptedServer _server{[](Poco::Net::StreamSocket& socket, int) { serve(socket); }};
};

/// What came out of many requests. Thread: any.
struct Tally
{
    std::atomic<std::size_t> right{0};
    std::mutex mutex;
    std::vector<std::string> wrong{};
    std::map<std::string, std::size_t> kinds{};

    void add(const MirrorClient::Result& result)
    {
        if (result.answer.status == 200 && result.wrong.empty()) ++right;
        const std::lock_guard lock(mutex);
        ++kinds[result.request.kind];
        if (!result.wrong.empty() || !result.broken.empty())
            wrong.push_back(result.request.target + ": " + result.wrong + result.broken);
        else if (result.answer.status != 200)
            wrong.push_back(result.request.target + ": " + std::to_string(result.answer.status) + " " + result.answer.body);
    }
};

} // namespace

/// Many callers at once over all endpoints: each must meet the control plane with its own token and get its own answers.
class IsolationTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(IsolationTest);
    CPPUNIT_TEST(aTrespassIsSeen);
    CPPUNIT_TEST(eachCallerGetsItsOwnOverGrpc);
    CPPUNIT_TEST(eachCallerGetsItsOwnOverConnect);
    CPPUNIT_TEST_SUITE_END();

    const PluginFolder _plugins{"probe"};

    /// The mirror is worth something only if it shows what it is there to show.
    void aTrespassIsSeen()
    {
        Mirror mirror;
        const auto call = [&](const char* method, const std::string& message, const std::string& token) {
            mirror.answer({method, message, {{"authorization", token}}});
        };
        call("/flyteidl2.workflow.RunService/GetRunDetails", "caller-7-r1", "Bearer caller-7.token");
        CPPUNIT_ASSERT(mirror.trespasses().empty());
        call("/flyteidl2.workflow.RunService/GetRunDetails", "caller-7-r1", "Bearer caller-70.token");
        call("/flyteidl2.workflow.RunService/GetRunDetails", "r1", "Bearer caller-7.token");
        call("/flyteidl2.auth.IdentityService/UserInfo", "", "Bearer caller-7");
        call("/flyteidl2.auth.IdentityService/UserInfo", "", "");
        CPPUNIT_ASSERT_EQUAL(std::size_t{4}, mirror.trespasses().size());
        CPPUNIT_ASSERT(!strangersIn("caller-70-r1", "caller-7").empty());
        CPPUNIT_ASSERT(strangersIn("caller-7-r1 of caller-7", "caller-7").empty());
    }

    void eachCallerGetsItsOwnOverGrpc() { check(Protocol::grpc); }
    void eachCallerGetsItsOwnOverConnect() { check(Protocol::connect); }

    void check(Protocol protocol)
    {
        const Apps apps;
        Mirror mirror(apps.url());
        const auto server = makeCallServer(protocol, [&](const ReceivedCall& call) { return mirror.answer(call); });
        Launch launch;
        launch.silent = true; // it logs warnings alone, and there should be none
        Webhook webhook({{"control_plane.endpoint", "http://127.0.0.1:" + std::to_string(server->port())},
                         {"control_plane.protocol", nameOf(protocol)},
                         {"plugins.directories", _plugins.path().string() + ", " + builtPlugins()},
                         {"plugin.app.allow_forwarding_to", "127.0.0.1"},
                         {"telemetry.log_level", "warning"}},
                        launch);
        Tally tally;
        const auto until = Clock::now() + wholeTime() / 2;
        std::vector<std::thread> threads;
        for (int number = 1; number <= callers; ++number)
            threads.emplace_back([&, number] { beCaller(number, webhook.port(), until, tally); });
        for (auto& thread : threads) thread.join();

        CPPUNIT_ASSERT_MESSAGE(tally.wrong.empty() ? "" : tally.wrong.front(), tally.wrong.empty());
        const auto trespasses = mirror.trespasses();
        CPPUNIT_ASSERT_MESSAGE(trespasses.empty() ? "" : trespasses.front(), trespasses.empty());
        for (const auto& [key, count] : mirror.runs())
            if (key.find("-k") != std::string::npos) CPPUNIT_ASSERT_EQUAL_MESSAGE(key, 1, count);
        CPPUNIT_ASSERT_EQUAL(std::size_t{21}, tally.kinds.size());
        CPPUNIT_ASSERT_MESSAGE("the cache was used",
                               mirror.callsOf("TaskService/GetTaskDetails") < tally.kinds["run_task"] + tally.kinds["get_task"]);
        CPPUNIT_ASSERT_EQUAL(0, webhook.stop());
        CPPUNIT_ASSERT_EQUAL(std::string(), webhook.program().output());
        ReportTable("isolation",
                    {"protocol", "callers", "requests", "control-plane calls", "with another's token or name", "answers of another's"})
            .row({nameOf(protocol), std::to_string(callers), std::to_string(tally.right), std::to_string(mirror.calls()), "0", "0"});
    }

    /// Each kind once, then as they come.
    static void beCaller(int number, std::uint16_t port, Clock::time_point until, Tally& tally)
    {
        MirrorClient client(number, port, true, true);
        for (int round = 0; round < 2; ++round) // the second finds what is kept for it, however slow the machine is
            for (std::size_t kind = 0; kind < MirrorClient::kinds(); ++kind)
                if (auto request = client.make(kind)) tally.add(client.ask(*std::move(request)));
        while (Clock::now() < until) tally.add(client.step());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(IsolationTest);
