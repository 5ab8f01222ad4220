#include "eventually.h"
#include "sandbox/pages/console_server.h"
#include "sandbox/pages/html.h"
#include "sandbox/pages/site.h"
#include "sandbox_fixture.h"
#include "support/web.h"
#include <cppunit/extensions/HelperMacros.h>
#include <flyteidl2/task/common.pb.h>

using namespace flyte_webhook::sandbox;
using namespace flyte_webhook::test;

namespace
{

constexpr const char* attack = "<script>alert('x')</script>&\"";

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

class PagesTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(PagesTest);
    CPPUNIT_TEST(TextIsEscaped);
    CPPUNIT_TEST(PathSegmentsAreEncoded);
    CPPUNIT_TEST(ARunShowsAllThatIsKnownOfIt);
    CPPUNIT_TEST(NothingInARunBecomesMarkup);
    CPPUNIT_TEST(AnAbortedRunShowsReasonAndPerson);
    CPPUNIT_TEST(ARunThatIsNotDoneAsksAgain);
    CPPUNIT_TEST(TheIndexListsRunsAndTasks);
    CPPUNIT_TEST(ATaskShowsItsVersionsAndInterface);
    CPPUNIT_TEST(TheIndexListsApps);
    CPPUNIT_TEST(TheIndexAndTheTaskListTriggers);
    CPPUNIT_TEST(AnAppShowsWhatItWentThrough);
    CPPUNIT_TEST(AnythingElseIsNotFound);
    CPPUNIT_TEST(TheServerForbidsScriptsAndForeignHosts);
    CPPUNIT_TEST(ATakenPortIsToldAsSuch);
    CPPUNIT_TEST_SUITE_END();

    SandboxFixture _sandbox;
    Shown _shown{_sandbox.store, _sandbox.tasks, _sandbox.apps, _sandbox.triggers};
    Site _site{_shown};

    Run accepted(const std::string& value = "plain")
    {
        NewRun run;
        run.name = {"flytesnacks", "development", "mine"};
        run.taskProject = "flytesnacks";
        run.taskDomain = "development";
        run.task = "env.t";
        run.version = "v2";
        run.startedBy = value;
        run.taskSpec = _sandbox.tasks.all().at(1).spec.SerializeAsString();
        flyteidl2::task::Inputs inputs;
        auto& literal = *inputs.add_literals();
        literal.set_name("a");
        literal.mutable_value()->mutable_scalar()->mutable_primitive()->set_string_value(value);
        run.inputs = inputs.SerializeAsString();
        return _sandbox.store.create(run);
    }

    std::string runPage() const { return _site.get("/v2/domain/development/project/flytesnacks/runs/mine").body; }

    void TextIsEscaped()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&quot;"), Html().text(attack).str());
    }

    void PathSegmentsAreEncoded() { CPPUNIT_ASSERT_EQUAL(std::string("a%20b%2Fc%3F%C3%BC-_.~"), segment("a b/c?ü-_.~")); }

    void ARunShowsAllThatIsKnownOfIt()
    {
        const auto number = accepted().number;
        _sandbox.store.advance(number, Phase::running);
        _sandbox.store.keepLog(number, "2026 out a line\n");
        _sandbox.store.fail(number, Phase::failed, {"it broke\nbadly", false});
        const std::string page = runPage();
        for (const char* part :
             {"Run mine", "env.t", "version v2", "plain", "queued", "running", "failed", "it broke\nbadly", "out a line"})
            CPPUNIT_ASSERT_MESSAGE(part, contains(page, part));
        CPPUNIT_ASSERT(!contains(page, "http-equiv"));
    }

    void NothingInARunBecomesMarkup()
    {
        const auto number = accepted(attack).number;
        _sandbox.store.keepLog(number, attack);
        _sandbox.store.fail(number, Phase::failed, {attack, false});
        for (const auto& page : {runPage(), _site.get("/").body})
        {
            CPPUNIT_ASSERT(contains(page, "&lt;script&gt;"));
            CPPUNIT_ASSERT(!contains(page, "<script"));
        }
    }

    void AnAbortedRunShowsReasonAndPerson()
    {
        _sandbox.store.abort(accepted().number, attack, "bob");
        CPPUNIT_ASSERT(contains(runPage(), "by bob: &lt;script&gt;") && !contains(runPage(), "<script"));
    }

    void ARunThatIsNotDoneAsksAgain()
    {
        accepted();
        CPPUNIT_ASSERT(contains(runPage(), "http-equiv=\"refresh\""));
    }

    void TheIndexListsRunsAndTasks()
    {
        CPPUNIT_ASSERT(contains(_site.get("/").body, "None yet"));
        accepted();
        const std::string page = _site.get("/").body;
        CPPUNIT_ASSERT(contains(page, "href=\"/v2/domain/development/project/flytesnacks/runs/mine\""));
        CPPUNIT_ASSERT(contains(page, "href=\"/v2/domain/staging/project/warehouse/tasks/other\""));
        CPPUNIT_ASSERT(contains(page, "adds &lt;b&gt;") && !contains(page, "<b>"));
    }

    void ATaskShowsItsVersionsAndInterface()
    {
        accepted();
        const std::string page = _site.get("/v2/domain/development/project/flytesnacks/tasks/env.t").body;
        const auto newest = page.find("Version v2"), middle = page.find("Version v3"), oldest = page.find("Version v1");
        CPPUNIT_ASSERT(newest < middle && middle < oldest && oldest != std::string::npos);
        CPPUNIT_ASSERT(contains(page, "the &quot;second&quot;") && contains(page, "runs/mine"));
    }

    void TheIndexListsApps()
    {
        const std::string page = _site.get("/").body;
        CPPUNIT_ASSERT(contains(page, "href=\"/v2/domain/development/project/flytesnacks/apps/echo\""));
        CPPUNIT_ASSERT(contains(page, "href=\"/v2/domain/staging/project/warehouse/apps/late\""));
        CPPUNIT_ASSERT(contains(page, "says &lt;it&gt; back") && contains(page, "unassigned"));
    }

    void TheIndexAndTheTaskListTriggers()
    {
        for (const char* path : {"/", "/v2/domain/staging/project/warehouse/tasks/other"})
        {
            const std::string page = _site.get(path).body;
            for (const char* part : {"nightly", "inactive", "every 86400 s", "while &lt;all&gt; sleep"})
                CPPUNIT_ASSERT_MESSAGE(part, contains(page, part));
        }
        _sandbox.triggers.set({"warehouse", "staging", "other", "nightly"}, true);
        CPPUNIT_ASSERT(contains(_site.get("/").body, ">active<"));
        CPPUNIT_ASSERT(!contains(_site.get("/v2/domain/development/project/flytesnacks/tasks/env.t").body, "nightly"));
    }

    void AnAppShowsWhatItWentThrough()
    {
        auto& dies = *_sandbox.apps.find({"flytesnacks", "development", "dies"});
        dies.want(true, 0, attack, attack);
        eventually("its end", [&] { return dies.state().phase() == AppPhase::failed; });
        const std::string page = _site.get("/v2/domain/development/project/flytesnacks/apps/dies").body;
        for (const char* part : {"App dies", "http://127.0.0.1:", "pending", "failed", "status 3", "no disk", "&lt;script&gt;"})
            CPPUNIT_ASSERT_MESSAGE(part, contains(page, part));
        CPPUNIT_ASSERT(!contains(page, "<script") && !contains(page, "http-equiv"));
    }

    void AnythingElseIsNotFound()
    {
        for (const char* path : {"/nope", "/v2/domain/development/project/flytesnacks/runs/nope", "/v2/domain/x/project/y/tasks/z", "/v2",
                                 "", "/v2/domain/a/project/b/runs/c/d", "/v2/domain/a/project/b/apps/c", "/%zz", "//"})
            CPPUNIT_ASSERT_EQUAL_MESSAGE(path, 404, _site.get(path).status);
    }

    void TheServerForbidsScriptsAndForeignHosts()
    {
        const ConsoleServer server(0, _shown, _sandbox.signer, _sandbox.uploads);
        const auto page = fetch(server.port(), "GET", "/?x=1");
        CPPUNIT_ASSERT_EQUAL(200, page.status);
        CPPUNIT_ASSERT(contains(page.headers.at("content-security-policy"), "default-src 'none'"));
        CPPUNIT_ASSERT_EQUAL(std::string("nosniff"), page.headers.at("x-content-type-options"));
        CPPUNIT_ASSERT_EQUAL(200, fetch(server.port(), "GET", "/style.css").status);
        CPPUNIT_ASSERT_EQUAL(405, fetch(server.port(), "POST", "/").status);
        const auto ask = [&](const std::string& host)
        {
            WebConnection connection(server.port());
            return connection.ask("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").status;
        };
        CPPUNIT_ASSERT_EQUAL(200, ask("localhost:1234"));
        CPPUNIT_ASSERT_EQUAL(421, ask("evil.example.com"));
        CPPUNIT_ASSERT_EQUAL(421, ask("127.0.0.1.evil.example.com:80"));
    }

    void ATakenPortIsToldAsSuch()
    {
        const ConsoleServer server(0, _shown, _sandbox.signer, _sandbox.uploads);
        CPPUNIT_ASSERT_THROW(ConsoleServer(server.port(), _shown, _sandbox.signer, _sandbox.uploads), std::runtime_error);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PagesTest);

} // namespace
