#include "error_table.h"
#include "messages.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook;
using namespace flyte_webhook::testing;
using namespace flyteidl2::common;

/// abort_run: asks for the end of a run, once, and only of one that is not done.
class AbortRunTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(AbortRunTest);
    CPPUNIT_TEST(ARunningRunIsAborted);
    CPPUNIT_TEST(EachPhaseThatIsNotDoneIsAborted);
    CPPUNIT_TEST(ARunThatIsDoneIsLeftAsItIs);
    CPPUNIT_TEST(TheReasonIsPassedOnWhole);
    CPPUNIT_TEST(AnAbortIsNeverRepeated);
    CPPUNIT_TEST(ARunThatHasGoneMeanwhileIsDone);
    CPPUNIT_TEST(NoSuchRunIsA404);
    CPPUNIT_TEST(ProjectAndDomainMayBeGiven);
    CPPUNIT_TEST(OtherFailuresKeepTheirStatus);
    CPPUNIT_TEST_SUITE_END();

    FakeHost host{&flyte_webhook_plugin};

    FakeRequest request() { return host.request("abort_run").parameter("name", "r1"); }
    flyteidl2::workflow::AbortRunRequest sent() { return messageOf<flyteidl2::workflow::AbortRunRequest>(host.calls(abortRun).at(0)); }
    void script(ActionPhase phase) { host.answer(getRunDetails, runIn(phase)).answer(abortRun, ""); }

public:
    void ARunningRunIsAborted()
    {
        script(ACTION_PHASE_RUNNING);
        const auto reply = request().send();
        CPPUNIT_ASSERT_EQUAL(200, reply.status);
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"name":"r1","status":"abort_requested","reason":"Aborted via webhook API"})"), reply.body);
        CPPUNIT_ASSERT_EQUAL(std::string("GetRunDetails AbortRun"), methodsOf(host.calls()));
        CPPUNIT_ASSERT_EQUAL(std::string("r1"), sent().run_id().name());
        CPPUNIT_ASSERT_EQUAL(std::string("flytesnacks"), sent().run_id().project());
        CPPUNIT_ASSERT_EQUAL(std::string("Aborted via webhook API"), sent().reason());
    }

    void EachPhaseThatIsNotDoneIsAborted()
    {
        for (const auto phase : {ACTION_PHASE_UNSPECIFIED, ACTION_PHASE_QUEUED, ACTION_PHASE_WAITING_FOR_RESOURCES,
                                 ACTION_PHASE_INITIALIZING, ACTION_PHASE_PAUSED})
        {
            FakeHost fresh(&flyte_webhook_plugin);
            fresh.answer(getRunDetails, runIn(phase)).answer(abortRun, "");
            fresh.request("abort_run").parameter("name", "r1").send();
            CPPUNIT_ASSERT_EQUAL(std::size_t(1), fresh.calls(abortRun).size());
        }
    }

    void ARunThatIsDoneIsLeftAsItIs()
    {
        for (const auto phase :
             {ACTION_PHASE_SUCCEEDED, ACTION_PHASE_FAILED, ACTION_PHASE_ABORTED, ACTION_PHASE_TIMED_OUT, ACTION_PHASE_RECOVERED})
        {
            FakeHost fresh(&flyte_webhook_plugin);
            fresh.answer(getRunDetails, runIn(phase));
            const auto reply = fresh.request("abort_run").parameter("name", "r1").parameter("reason", "late").send();
            CPPUNIT_ASSERT_EQUAL(std::string(R"({"name":"r1","status":"abort_requested","reason":"late"})"), reply.body);
            CPPUNIT_ASSERT(fresh.calls(abortRun).empty());
        }
    }

    void TheReasonIsPassedOnWhole()
    {
        script(ACTION_PHASE_RUNNING);
        const std::string reason = "too slow & ü " + std::string(300, 'x');
        const auto reply = request().parameter("reason", reason).send();
        CPPUNIT_ASSERT_EQUAL(reason, std::string(reply.json()["reason"].GetString()));
        CPPUNIT_ASSERT_EQUAL(reason, sent().reason());
    }

    void AnAbortIsNeverRepeated()
    {
        script(ACTION_PHASE_RUNNING);
        request().send();
        CPPUNIT_ASSERT(!host.calls(abortRun)[0].repeatable);
        CPPUNIT_ASSERT(host.calls(getRunDetails)[0].repeatable);
    }

    void ARunThatHasGoneMeanwhileIsDone()
    {
        host.answer(getRunDetails, runIn(ACTION_PHASE_RUNNING)).fail(abortRun, Code::NotFound, "run cannot be aborted any more");
        CPPUNIT_ASSERT_EQUAL(200, request().send().status);
    }

    void NoSuchRunIsA404()
    {
        host.fail(getRunDetails, Code::NotFound, "gone");
        const auto reply = request().send();
        CPPUNIT_ASSERT_EQUAL(404, reply.status);
        CPPUNIT_ASSERT_EQUAL(std::string("Run r1 not found: gone"), reply.detail);
        CPPUNIT_ASSERT(host.calls(abortRun).empty());
    }

    void ProjectAndDomainMayBeGiven()
    {
        script(ACTION_PHASE_RUNNING);
        request().parameter("project", "p").parameter("domain", "d").send();
        CPPUNIT_ASSERT_EQUAL(std::string("p d"), sent().run_id().project() + " " + sent().run_id().domain());
    }

    void OtherFailuresKeepTheirStatus()
    {
        const auto send = [](FakeHost& h)
        {
            h.answer(getRunDetails, runIn(ACTION_PHASE_RUNNING));
            return h.request("abort_run").parameter("name", "r1").send();
        };
        checkErrorTable(&flyte_webhook_plugin, getRunDetails, {}, send);
        checkErrorTable(&flyte_webhook_plugin, abortRun, {5}, send);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(AbortRunTest);
