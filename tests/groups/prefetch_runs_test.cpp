#include "error_table.h"
#include "prefetch_host.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook;
using namespace flyte_webhook::testing;
using namespace flyteidl2::common;

/// The endpoints over runs: they know those of the prefetch task, and no others.
class PrefetchRunsTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(PrefetchRunsTest);
    CPPUNIT_TEST(TheStatusHasItsKeysInOrder);
    CPPUNIT_TEST(InputsAndOutputsComeWithThePhase);
    CPPUNIT_TEST(ARunningPrefetchIsAborted);
    CPPUNIT_TEST(APrefetchThatIsDoneIsLeftAsItIs);
    CPPUNIT_TEST(ARunOfAnotherTaskIsA404);
    CPPUNIT_TEST(TheMetadataWillDoToTellTheTask);
    CPPUNIT_TEST(TheConfiguredTaskIsMeant);
    CPPUNIT_TEST(NoSuchRunIsA404);
    CPPUNIT_TEST(ProjectAndDomainMayBeGiven);
    CPPUNIT_TEST(OtherFailuresKeepTheirStatus);
    CPPUNIT_TEST_SUITE_END();

    FakeHost host{&flyte_webhook_plugin};
    const std::vector<std::string> endpoints{"get_prefetch_hf_model", "get_prefetch_hf_model_io", "abort_prefetch_hf_model"};

    FakeReply send(const std::string& endpoint) { return host.request(endpoint).parameter("run_name", "r1").send(); }

    /// A task of that name, given as "project/domain/name".
    static flyteidl2::task::TaskSpec taskIn(const std::string& project, const std::string& domain, const std::string& name)
    {
        flyteidl2::task::TaskSpec spec;
        auto& id = *spec.mutable_task_template()->mutable_id();
        id.set_project(project);
        id.set_domain(domain);
        id.set_name(name);
        return spec;
    }

public:
    void TheStatusHasItsKeysInOrder()
    {
        host.answer(getRunDetails, runIn(ACTION_PHASE_SUCCEEDED, prefetchTask()));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"name":"r1","phase":"succeeded",)"
                                         R"("url":"http://console/v2/domain/development/project/flytesnacks/runs/r1","done":true})"),
                             send("get_prefetch_hf_model").body);
        CPPUNIT_ASSERT_EQUAL(std::string("GetRunDetails"), methodsOf(host.calls()));
    }

    void InputsAndOutputsComeWithThePhase()
    {
        host.answer(getRunDetails, runIn(ACTION_PHASE_RUNNING, prefetchTask()))
            .answer(selectCluster, clusterAt(""))
            .answer(getActionData, dataOf({{"repo", 7}}, {{"o0", 1}}));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"name":"r1","phase":"running","inputs":{"repo":7},"outputs":null})"),
                             send("get_prefetch_hf_model_io").body);
        CPPUNIT_ASSERT_EQUAL(std::string("GetRunDetails SelectCluster GetActionData"), methodsOf(host.calls()));
        FakeHost done(&flyte_webhook_plugin);
        done.answer(getRunDetails, runIn(ACTION_PHASE_SUCCEEDED, prefetchTask()))
            .answer(selectCluster, clusterAt(""))
            .answer(getActionData, dataOf({{"repo", 7}}, {{"o0", 1}}));
        const auto body = done.request("get_prefetch_hf_model_io").parameter("run_name", "r1").send().body;
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"name":"r1","phase":"succeeded","inputs":{"repo":7},"outputs":{"o0":1}})"), body);
    }

    void ARunningPrefetchIsAborted()
    {
        host.answer(getRunDetails, runIn(ACTION_PHASE_RUNNING, prefetchTask())).answer(abortRun, "");
        const auto reply = host.request("abort_prefetch_hf_model").parameter("run_name", "r1").parameter("reason", "no").send();
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"name":"r1","status":"abort_requested","reason":"no"})"), reply.body);
        CPPUNIT_ASSERT_EQUAL(std::string("GetRunDetails AbortRun"), methodsOf(host.calls()));
        const auto sent = messageOf<flyteidl2::workflow::AbortRunRequest>(host.calls(abortRun).at(0));
        CPPUNIT_ASSERT_EQUAL(std::string("r1 no"), sent.run_id().name() + " " + sent.reason());
        CPPUNIT_ASSERT(send("abort_prefetch_hf_model").body.find("Aborted via webhook API") != std::string::npos);
    }

    void APrefetchThatIsDoneIsLeftAsItIs()
    {
        host.answer(getRunDetails, runIn(ACTION_PHASE_SUCCEEDED, prefetchTask()));
        CPPUNIT_ASSERT_EQUAL(200, send("abort_prefetch_hf_model").status);
        CPPUNIT_ASSERT(host.calls(abortRun).empty());
    }

    void ARunOfAnotherTaskIsA404()
    {
        const flyteidl2::task::TaskSpec others[] = {adder(), taskIn("system", "production", "prefetch"),
                                                    taskIn("system", "development", "prefetch.hf_model"),
                                                    taskIn("flytesnacks", "production", "prefetch.hf_model")};
        for (const auto& other : others)
            for (const auto& endpoint : endpoints)
            {
                FakeHost fresh(&flyte_webhook_plugin);
                fresh.answer(getRunDetails, runIn(ACTION_PHASE_RUNNING, other)).answer(abortRun, "");
                const auto reply = fresh.request(endpoint).parameter("run_name", "r1").send();
                CPPUNIT_ASSERT_EQUAL_MESSAGE(endpoint, 404, reply.status);
                CPPUNIT_ASSERT_MESSAGE(reply.detail, reply.detail.rfind("Run r1 not found", 0) == 0);
                CPPUNIT_ASSERT_EQUAL(std::string("GetRunDetails"), methodsOf(fresh.calls()));
            }
    }

    void TheMetadataWillDoToTellTheTask()
    {
        flyteidl2::workflow::GetRunDetailsResponse run;
        auto& id = *run.mutable_details()->mutable_action()->mutable_metadata()->mutable_task()->mutable_id();
        id.set_project("system");
        id.set_domain("production");
        id.set_name("prefetch.hf_model");
        host.answer(getRunDetails, run.SerializeAsString());
        CPPUNIT_ASSERT_EQUAL(200, send("get_prefetch_hf_model").status);
    }

    void TheConfiguredTaskIsMeant()
    {
        host.setting("task", "tools/staging/fetch");
        host.answer(getRunDetails, runIn(ACTION_PHASE_RUNNING, prefetchTask()))
            .answer(getRunDetails, runIn(ACTION_PHASE_RUNNING, taskIn("tools", "staging", "fetch")));
        const auto reply = send("get_prefetch_hf_model");
        CPPUNIT_ASSERT_EQUAL(std::string("Run r1 not found: it is no run of the prefetch task tools/staging/fetch"), reply.detail);
        CPPUNIT_ASSERT_EQUAL(200, send("get_prefetch_hf_model").status);
    }

    void NoSuchRunIsA404()
    {
        host.fail(getRunDetails, Code::NotFound, "gone");
        for (const auto& endpoint : endpoints)
        {
            const auto reply = send(endpoint);
            CPPUNIT_ASSERT_EQUAL(404, reply.status);
            const std::string what = endpoint == "get_prefetch_hf_model_io" ? "not found or I/O unavailable" : "not found";
            CPPUNIT_ASSERT_EQUAL("Run r1 " + what + ": gone", reply.detail);
        }
    }

    void ProjectAndDomainMayBeGiven()
    {
        host.answer(getRunDetails, runIn(ACTION_PHASE_SUCCEEDED, prefetchTask()))
            .answer(selectCluster, clusterAt(""))
            .answer(getActionData, dataOf({}, {}));
        for (const auto& endpoint : endpoints)
        {
            host.forget();
            host.request(endpoint).parameter("run_name", "r1").parameter("project", "p").parameter("domain", "d").send();
            const auto id = messageOf<flyteidl2::workflow::GetRunDetailsRequest>(host.calls(getRunDetails).at(0)).run_id();
            CPPUNIT_ASSERT_EQUAL(std::string("p d r1"), id.project() + " " + id.domain() + " " + id.name());
        }
    }

    void OtherFailuresKeepTheirStatus()
    {
        for (const auto& endpoint : endpoints)
            checkErrorTable(&flyte_webhook_plugin, getRunDetails, {5},
                            [&](FakeHost& h) { return h.request(endpoint).parameter("run_name", "r1").send(); });
        const auto abort = [](FakeHost& h)
        {
            h.answer(getRunDetails, runIn(ACTION_PHASE_RUNNING, prefetchTask()));
            return h.request("abort_prefetch_hf_model").parameter("run_name", "r1").send();
        };
        checkErrorTable(&flyte_webhook_plugin, abortRun, {5}, abort);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PrefetchRunsTest);
