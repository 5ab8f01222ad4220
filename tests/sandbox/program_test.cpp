#include "client.h"
#include "eventually.h"
#include "running_sandbox.h"
#include "support/temporary_directory.h"
#include "support/web.h"
#include <algorithm>
#include <cppunit/extensions/HelperMacros.h>
#include <csignal>
#include <future>
#include <optional>

using namespace flyte_webhook::test;
using flyteidl2::common::ActionPhase;

namespace
{

constexpr int notFound = 5, alreadyExists = 6, invalidArgument = 3, unauthenticated = 16;

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

template <typename Call> int codeOf(Call&& call)
{
    try
    {
        call();
    }
    catch (const CallFailed& e)
    {
        return e.code;
    }
    return 0;
}

template <Protocol protocol> class ProgramTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ProgramTest);
    CPPUNIT_TEST(AnybodyIsSomebodyAndBadIsRefused);
    CPPUNIT_TEST(EveryCallNeedsCredentials);
    CPPUNIT_TEST(TheClusterIsTheServerItself);
    CPPUNIT_TEST(TheGreetingGreets);
    CPPUNIT_TEST(WordStatisticsCount);
    CPPUNIT_TEST(EveryTypeComesBackAsItWent);
    CPPUNIT_TEST(TheFailingTaskFailsWithItsReason);
    CPPUNIT_TEST(TheSlowTaskCanBeAborted);
    CPPUNIT_TEST(RunNamesAreCheckedAndUnique);
    CPPUNIT_TEST(CallersAtOnceAreKeptApart);
    CPPUNIT_TEST(NoCredentialReachesTheLog);
    CPPUNIT_TEST(ThePagesShowRunsEscaped);
    CPPUNIT_TEST_SUITE_END();

    std::optional<RunningSandbox> _sandbox; // started by setUp(): all fixtures of a program are made before the first test
    std::optional<Client> _alice;

public:
    void setUp() override
    {
        _sandbox.emplace(std::vector<std::string>{"--max-processes", "8"});
        _alice.emplace(as("Bearer alice"));
    }

    void tearDown() override { _sandbox.reset(); }

private:
    Client as(const std::string& authorization) { return Client(_sandbox->address(), authorization, protocol); }

    void AnybodyIsSomebodyAndBadIsRefused()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("alice"), _alice->userInfo().subject());
        CPPUNIT_ASSERT_EQUAL(std::string("bob"), as("Bearer bob").userInfo().name());
        CPPUNIT_ASSERT_EQUAL(unauthenticated, codeOf([&] { as("Bearer bad").userInfo(); }));
    }

    void EveryCallNeedsCredentials()
    {
        const Client nobody = as("");
        CPPUNIT_ASSERT_EQUAL(unauthenticated, codeOf([&] { nobody.userInfo(); }));
        CPPUNIT_ASSERT_EQUAL(unauthenticated, codeOf([&] { nobody.clusterEndpoint(); }));
        CPPUNIT_ASSERT_EQUAL(unauthenticated, codeOf([&] { nobody.newest("hello"); }));
        CPPUNIT_ASSERT_EQUAL(unauthenticated, codeOf([&] { nobody.details("run-1"); }));
        CPPUNIT_ASSERT_EQUAL(unauthenticated, codeOf([&] { nobody.abort("run-1", "no"); }));
    }

    void TheClusterIsTheServerItself() { CPPUNIT_ASSERT_EQUAL("http://" + _sandbox->address(), _alice->clusterEndpoint()); }

    void TheGreetingGreets()
    {
        const auto run = _alice->run("hello", R"({"name": "Zoë; rm -rf $HOME", "times": 2})");
        const auto done = _alice->ended(run);
        CPPUNIT_ASSERT_EQUAL(ActionPhase::ACTION_PHASE_SUCCEEDED, done.status().phase());
        CPPUNIT_ASSERT_EQUAL(std::string("alice"), done.metadata().executed_by().user().id().subject());
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"greeting":"Hello, Zoë; rm -rf $HOME!\nHello, Zoë; rm -rf $HOME!"})"), _alice->outputs(run));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"name":"Zoë; rm -rf $HOME","times":2})"), _alice->inputs(run));
    }

    void WordStatisticsCount()
    {
        const auto run = _alice->run("text.word_statistics", R"({"text": "Grün ist die Heide,\ndie HEIDE ist's\n", "most_frequent": 2})");
        _alice->ended(run);
        CPPUNIT_ASSERT_EQUAL(
            std::string(R"({"lines":2,"words":7,"characters":36,"average_length":4.0,"longest_word":"Heide","most_frequent":)"
                        R"({"die":2,"heide":2}})"),
            _alice->outputs(run));
        const auto empty = _alice->run("text.word_statistics", R"({"text": ""})");
        _alice->ended(empty);
        CPPUNIT_ASSERT_EQUAL(
            std::string(R"({"lines":0,"words":0,"characters":0,"average_length":0.0,"longest_word":null,"most_frequent":{}})"),
            _alice->outputs(empty));
    }

    void EveryTypeComesBackAsItWent()
    {
        const auto run =
            _alice->run("values.every_type", R"({"an_integer": -9223372036854775808, "a_string": "-n \\ 'x'\nü", "an_optional": 7})");
        const auto done = _alice->ended(run);
        CPPUNIT_ASSERT_EQUAL_MESSAGE(done.error_info().message(), ActionPhase::ACTION_PHASE_SUCCEEDED, done.status().phase());
        const auto inputs = _alice->inputs(run), outputs = _alice->outputs(run);
        const auto values = [](const std::string& json) { return json.substr(0, json.find("\"a_file\"")); }; // addresses differ after it
        CPPUNIT_ASSERT_EQUAL(values(inputs), values(outputs));
        CPPUNIT_ASSERT(contains(outputs, R"("an_integer":-9223372036854775808)") && contains(outputs, R"("a_folder":{"path":"file:///)"));
    }

    void TheFailingTaskFailsWithItsReason()
    {
        const auto done = _alice->ended(_alice->run("failing.fails", R"({"status": 7, "reason": "no more disk"})"));
        CPPUNIT_ASSERT_EQUAL(ActionPhase::ACTION_PHASE_FAILED, done.status().phase());
        CPPUNIT_ASSERT(contains(done.error_info().message(), "status 7") && contains(done.error_info().message(), "no more disk"));
    }

    void TheSlowTaskCanBeAborted()
    {
        const auto run = _alice->run("slow.count", "{}");
        eventually("the run's process", [&] { return _alice->phase(run) == ActionPhase::ACTION_PHASE_RUNNING; });
        as("Bearer bob").abort(run, "seen enough");
        const auto done = _alice->details(run);
        CPPUNIT_ASSERT_EQUAL(ActionPhase::ACTION_PHASE_ABORTED, done.status().phase());
        CPPUNIT_ASSERT_EQUAL(std::string("seen enough"), done.abort_info().reason());
        CPPUNIT_ASSERT_EQUAL(std::string("bob"), done.abort_info().aborted_by().user().id().subject());
        const auto phases = done.attempts(0).phase_transitions();
        CPPUNIT_ASSERT_EQUAL(ActionPhase::ACTION_PHASE_QUEUED, phases.Get(0).phase());
        CPPUNIT_ASSERT_EQUAL(ActionPhase::ACTION_PHASE_INITIALIZING, phases.Get(1).phase());
        CPPUNIT_ASSERT_EQUAL(ActionPhase::ACTION_PHASE_RUNNING, phases.Get(2).phase());
    }

    void RunNamesAreCheckedAndUnique()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("mine"), _alice->run("hello", "{}", "mine"));
        CPPUNIT_ASSERT_EQUAL(alreadyExists, codeOf([&] { _alice->run("hello", "{}", "mine"); }));
        CPPUNIT_ASSERT_EQUAL(invalidArgument, codeOf([&] { _alice->run("hello", "{}", "Not-A-Label"); }));
        CPPUNIT_ASSERT_EQUAL(notFound, codeOf([&] { _alice->details("nope"); }));
        CPPUNIT_ASSERT_EQUAL(notFound, codeOf([&] { _alice->run("nope", "{}"); }));
    }

    void CallersAtOnceAreKeptApart()
    {
        std::vector<std::future<std::string>> seen;
        for (const std::string number : {"0", "1", "2", "3", "4", "5", "6", "7"})
            seen.push_back(std::async(std::launch::async,
                                      [&, number]
                                      {
                                          const Client client = as("Bearer user-" + number);
                                          const auto run = client.run("hello", "{\"name\": \"" + number + "\"}");
                                          const auto done = client.ended(run);
                                          return done.metadata().executed_by().user().id().subject() + " " + client.outputs(run) +
                                                 done.error_info().message();
                                      }));
        for (std::size_t i = 0; i < seen.size(); ++i)
            CPPUNIT_ASSERT_EQUAL("user-" + std::to_string(i) + " {\"greeting\":\"Hello, " + std::to_string(i) + "!\"}", seen[i].get());
    }

    void NoCredentialReachesTheLog()
    {
        const std::string secret = "a-credential-that-is-far-too-long-for-a-name";
        const Client caller = as("Bearer " + secret), basic = as("Basic " + secret), odd = as(secret);
        for (const Client* client : {&caller, &basic, &odd})
        {
            CPPUNIT_ASSERT(client->userInfo().subject().find("-credential-") == std::string::npos);
            CPPUNIT_ASSERT_EQUAL(notFound, codeOf([&] { client->details("nope"); }));
            CPPUNIT_ASSERT_EQUAL(invalidArgument, codeOf([&] { client->run("hello", "{}", "Not-A-Label"); }));
        }
        caller.ended(caller.run("hello", "{}"));
        _sandbox->program.signal(SIGTERM);
        CPPUNIT_ASSERT_EQUAL(0, _sandbox->program.wait());
        CPPUNIT_ASSERT(contains(_sandbox->program.output(), "sandbox: ending"));
        CPPUNIT_ASSERT(!contains(_sandbox->program.output(), secret));
    }

    void ThePagesShowRunsEscaped()
    {
        const auto run = _alice->run("hello", R"({"name": "<script>alert(1)</script>"})");
        _alice->ended(run);
        const auto page = fetch(_sandbox->consolePort(), "GET", "/v2/domain/development/project/flytesnacks/runs/" + run);
        CPPUNIT_ASSERT_EQUAL(200, page.status);
        for (const char* part : {"alice", "succeeded", "Hello, &lt;script&gt;alert(1)&lt;/script&gt;!", " out greeted &lt;script&gt;"})
            CPPUNIT_ASSERT_MESSAGE(part, contains(page.body, part));
        CPPUNIT_ASSERT(!contains(page.body, "<script"));
        CPPUNIT_ASSERT(contains(fetch(_sandbox->consolePort(), "GET", "/").body, "runs/" + run + "\""));
        CPPUNIT_ASSERT(
            contains(fetch(_sandbox->consolePort(), "GET", "/v2/domain/development/project/flytesnacks/tasks/hello").body, "greeting"));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ProgramTest<Protocol::grpc>);
CPPUNIT_TEST_SUITE_REGISTRATION(ProgramTest<Protocol::connect>);

} // namespace
