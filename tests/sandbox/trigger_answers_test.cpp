#include "sandbox/services/rpc_error.h"
#include "sandbox/services/run_answers.h"
#include "sandbox/services/trigger_answers.h"
#include "sandbox_fixture.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::sandbox;
using namespace flyte_webhook::test;
using namespace flyteidl2::trigger;

namespace
{

class TriggerAnswersTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TriggerAnswersTest);
    CPPUNIT_TEST(DetailsTellTheStateAndTheTask);
    CPPUNIT_TEST(AnUpdateSwitchesAllThatItNames);
    CPPUNIT_TEST(UnknownNamesArePassedOverByUpdatesButNotFound);
    CPPUNIT_TEST(TheRunOfATriggerCanBeStarted);
    CPPUNIT_TEST_SUITE_END();

    SandboxFixture _sandbox;
    TriggerAnswers _answers{_sandbox.triggers};

    static flyteidl2::common::TriggerName named(const std::string& name)
    {
        flyteidl2::common::TriggerName id;
        id.set_org("acme");
        id.set_project("warehouse");
        id.set_domain("staging");
        id.set_task_name("other");
        id.set_name(name);
        return id;
    }

    TriggerDetails details(const std::string& name) const
    {
        GetTriggerDetailsRequest request;
        *request.mutable_name() = named(name);
        return _answers.details(request).trigger();
    }

    void update(std::initializer_list<const char*> names, bool active)
    {
        UpdateTriggersRequest request;
        for (const char* name : names) *request.add_names() = named(name);
        request.set_active(active);
        _answers.update(request);
    }

    void DetailsTellTheStateAndTheTask()
    {
        const auto nightly = details("nightly");
        CPPUNIT_ASSERT_EQUAL(named("nightly").SerializeAsString(), nightly.id().name().SerializeAsString());
        CPPUNIT_ASSERT(!nightly.spec().active() && nightly.spec().task_version() == "v1");
        CPPUNIT_ASSERT_EQUAL(std::string("while <all> sleep"), nightly.spec().description());
        CPPUNIT_ASSERT(nightly.status().has_deployed_at() && !nightly.status().has_triggered_at());
    }

    void AnUpdateSwitchesAllThatItNames()
    {
        update({"nope", "nightly"}, true);
        CPPUNIT_ASSERT(details("nightly").spec().active() && details("nightly").id().revision() == 2);
        update({"nightly"}, false);
        CPPUNIT_ASSERT(!details("nightly").spec().active());
    }

    void UnknownNamesArePassedOverByUpdatesButNotFound()
    {
        update({"nope"}, true);
        CPPUNIT_ASSERT_THROW(details("nope"), RpcError);
    }

    void TheRunOfATriggerCanBeStarted()
    {
        RunAnswers runs(_sandbox.tasks, _sandbox.store, _sandbox.supervisor);
        const auto trigger = *_sandbox.triggers.find({"warehouse", "staging", "other", "nightly"});
        const auto name = runs.create(runOf(trigger), {"trigger nightly"}).run().action().id().run().name();
        const auto run = _sandbox.store.find(RunName{"warehouse", "staging", name});
        CPPUNIT_ASSERT(run && run->task == "other" && run->startedBy == "trigger nightly");
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TriggerAnswersTest);

} // namespace
