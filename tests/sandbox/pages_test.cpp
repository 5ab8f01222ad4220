#include "base/path_segment.h"
#include "eventually.h"
#include "sandbox/pages/html.h"
#include "sandbox/pages/site.h"
#include "sandbox_fixture.h"
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
    CPPUNIT_TEST(ARunThatIsNotDoneIsFollowed);
    CPPUNIT_TEST(AllPagesOfARunHaveTheSameParts);
    CPPUNIT_TEST(TheIndexListsRunsAndTasks);
    CPPUNIT_TEST(ATaskShowsItsVersionsAndInterface);
    CPPUNIT_TEST(TheIndexListsApps);
    CPPUNIT_TEST(TheIndexAndTheTaskListTriggers);
    CPPUNIT_TEST(AnAppShowsWhatItWentThrough);
    CPPUNIT_TEST(AnythingElseIsNotFound);
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

    std::string runPage() const { return _site.get("/v2/domain/development/project/flytesnacks/runs/mine").html; }

    void TextIsEscaped()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&quot;"), Html().text(attack).str());
    }

    void PathSegmentsAreEncoded()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("a%20b%2Fc%3F%C3%BC-_.~"), flyte_webhook::host::pathSegment("a b/c?ü-_.~"));
    }

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
        CPPUNIT_ASSERT(!contains(page, "http-equiv") && !contains(page, "data-refresh") && !contains(page, "<script"));
    }

    void NothingInARunBecomesMarkup()
    {
        const auto number = accepted(attack).number;
        _sandbox.store.keepLog(number, attack);
        _sandbox.store.fail(number, Phase::failed, {attack, false});
        for (const auto& page : {runPage(), _site.get("/").html})
        {
            CPPUNIT_ASSERT(contains(page, "&lt;script&gt;"));
            CPPUNIT_ASSERT(!contains(page, "<script>"));
        }
    }

    void AnAbortedRunShowsReasonAndPerson()
    {
        _sandbox.store.abort(accepted().number, attack, "bob");
        CPPUNIT_ASSERT(contains(runPage(), "by bob: &lt;script&gt;") && !contains(runPage(), "<script>"));
    }

    void ARunThatIsNotDoneIsFollowed()
    {
        accepted();
        CPPUNIT_ASSERT(contains(runPage(), "<title>Run mine: queued"));
        CPPUNIT_ASSERT(contains(runPage(), "<main data-refresh=\"1000\">") && contains(runPage(), "follow.js\" defer></script>"));
        CPPUNIT_ASSERT(contains(runPage(), "<noscript><meta http-equiv=\"refresh\""));
    }

    void AllPagesOfARunHaveTheSameParts()
    {
        const auto number = accepted().number;
        const auto parts = [&]
        {
            std::vector<std::string> ids;
            const std::string page = runPage(), begin = "<section id=\"";
            for (auto at = page.find(begin); at != page.npos; at = page.find(begin, at + 1))
                ids.push_back(page.substr(at + begin.size(), page.find('"', at + begin.size()) - at - begin.size()));
            return ids;
        };
        const auto first = parts();
        CPPUNIT_ASSERT(first == std::vector<std::string>({"facts", "outcome", "timeline", "inputs", "outputs", "log"}));
        _sandbox.store.advance(number, Phase::running);
        _sandbox.store.fail(number, Phase::failed, {"it broke", false});
        CPPUNIT_ASSERT(first == parts());
    }

    void TheIndexListsRunsAndTasks()
    {
        CPPUNIT_ASSERT(contains(_site.get("/").html, "None yet"));
        accepted();
        const std::string page = _site.get("/").html;
        CPPUNIT_ASSERT(contains(page, "href=\"/v2/domain/development/project/flytesnacks/runs/mine\""));
        CPPUNIT_ASSERT(contains(page, "href=\"/v2/domain/staging/project/warehouse/tasks/other\""));
        CPPUNIT_ASSERT(contains(page, "adds &lt;b&gt;") && !contains(page, "<b>"));
    }

    void ATaskShowsItsVersionsAndInterface()
    {
        accepted();
        const std::string page = _site.get("/v2/domain/development/project/flytesnacks/tasks/env.t").html;
        const auto newest = page.find("Version v2"), middle = page.find("Version v3"), oldest = page.find("Version v1");
        CPPUNIT_ASSERT(newest < middle && middle < oldest && oldest != std::string::npos);
        CPPUNIT_ASSERT(contains(page, "the &quot;second&quot;") && contains(page, "runs/mine"));
    }

    void TheIndexListsApps()
    {
        const std::string page = _site.get("/").html;
        CPPUNIT_ASSERT(contains(page, "href=\"/v2/domain/development/project/flytesnacks/apps/echo\""));
        CPPUNIT_ASSERT(contains(page, "href=\"/v2/domain/staging/project/warehouse/apps/late\""));
        CPPUNIT_ASSERT(contains(page, "says &lt;it&gt; back") && contains(page, "unassigned"));
    }

    void TheIndexAndTheTaskListTriggers()
    {
        for (const char* path : {"/", "/v2/domain/staging/project/warehouse/tasks/other"})
        {
            const std::string page = _site.get(path).html;
            for (const char* part : {"nightly", "inactive", "every 86400 s", "while &lt;all&gt; sleep"})
                CPPUNIT_ASSERT_MESSAGE(part, contains(page, part));
        }
        _sandbox.triggers.set({"warehouse", "staging", "other", "nightly"}, true);
        CPPUNIT_ASSERT(contains(_site.get("/").html, ">active<"));
        CPPUNIT_ASSERT(!contains(_site.get("/v2/domain/development/project/flytesnacks/tasks/env.t").html, "nightly"));
    }

    void AnAppShowsWhatItWentThrough()
    {
        auto& dies = *_sandbox.apps.find({"flytesnacks", "development", "dies"});
        dies.want(true, 0, attack, attack);
        eventually("its end", [&] { return dies.state().phase() == AppPhase::failed; });
        const std::string page = _site.get("/v2/domain/development/project/flytesnacks/apps/dies").html;
        for (const char* part : {"App dies", "http://127.0.0.1:", "pending", "failed", "status 3", "no disk", "&lt;script&gt;"})
            CPPUNIT_ASSERT_MESSAGE(part, contains(page, part));
        CPPUNIT_ASSERT(!contains(page, "<script>") && !contains(page, "http-equiv") && contains(page, "data-refresh=\"2000\""));
    }

    void AnythingElseIsNotFound()
    {
        for (const char* path : {"/nope", "/v2/domain/development/project/flytesnacks/runs/nope", "/v2/domain/x/project/y/tasks/z", "/v2",
                                 "", "/v2/domain/a/project/b/runs/c/d", "/v2/domain/a/project/b/apps/c", "/%zz", "//"})
            CPPUNIT_ASSERT_EQUAL_MESSAGE(path, 404, _site.get(path).status);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PagesTest);

} // namespace
