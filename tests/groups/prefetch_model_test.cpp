#include "descriptions.h"
#include "error_table.h"
#include "prefetch_host.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook;
using namespace flyte_webhook::testing;

/// prefetch_hf_model: the run of the registered task.
class PrefetchModelTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(PrefetchModelTest);
    CPPUNIT_TEST(TheGroupHasItsEndpoints);
    CPPUNIT_TEST(TheEndpointsAreDocumented);
    CPPUNIT_TEST(TheAnswerHasItsKeysInOrder);
    CPPUNIT_TEST(ARunThatIsDoneAlreadyIsTold);
    CPPUNIT_TEST(TheCallsComeInTheirOrder);
    CPPUNIT_TEST(TheSpecificationIsAlwaysAskedForAnew);
    CPPUNIT_TEST(TheTemplateIsSentByValue);
    CPPUNIT_TEST(TheRunIsLabelledWithTheModel);
    CPPUNIT_TEST(ForceOverwritesTheCache);
    CPPUNIT_TEST(TheRunIsMadeWhereItIsAskedFor);
    CPPUNIT_TEST(TheConfiguredTaskIsRun);
    CPPUNIT_TEST(AnOldControlPlaneGetsTheInputsWithTheRun);
    CPPUNIT_TEST(WithoutATaskItIsA501);
    CPPUNIT_TEST(AFailureKeepsItsStatus);
    CPPUNIT_TEST(ATaskThatIsNoneRefusesTheStart);
    CPPUNIT_TEST_SUITE_END();

    FakeHost host{&flyte_webhook_plugin};

    template <typename T> T sent(const std::string& method) { return messageOf<T>(host.calls(method).at(0)); }
    flyteidl2::workflow::CreateRunRequest run() { return sent<flyteidl2::workflow::CreateRunRequest>(createRun); }

    std::string labelOf(const std::string& name, const std::string& value)
    {
        FakeHost fresh(&flyte_webhook_plugin);
        scriptPrefetch(fresh);
        auto request = prefetch(fresh);
        CPPUNIT_ASSERT_EQUAL(200, request.parameter(name, value).send().status);
        const auto create = messageOf<flyteidl2::workflow::CreateRunRequest>(fresh.calls(createRun).at(0));
        const auto& labels = create.run_spec().labels().values();
        return labels.empty() ? "no label" : labels.at("model");
    }

public:
    void TheGroupHasItsEndpoints()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("prefetch_hf_model POST /prefetch/hf-model\n"
                                         "get_prefetch_hf_model GET /prefetch/hf-model/{run_name}\n"
                                         "get_prefetch_hf_model_io GET /prefetch/hf-model/{run_name}/io\n"
                                         "abort_prefetch_hf_model POST /prefetch/hf-model/{run_name}/abort\n"),
                             endpointsOf(host.table()));
        CPPUNIT_ASSERT_EQUAL(
            std::string("repo either string!\nraw_data_path either string\nartifact_name either string\narchitecture either string\n"
                        "task either string = auto\nmodality either list = [\"text\"]\nserial_format either string\n"
                        "model_type either string\nshort_description either string\nhf_token_key either string = HF_TOKEN\n"
                        "cpu either string = 2\nmemory either string = 8Gi\ndisk either string = 50Gi\nforce either integer = 0\n"
                        "project query string\ndomain query string\n"),
            parametersOf(host.table(), "prefetch_hf_model"));
        CPPUNIT_ASSERT_EQUAL(std::string("run_name path string!\nreason query string = Aborted via webhook API\nproject query string\n"
                                         "domain query string\n"),
                             parametersOf(host.table(), "abort_prefetch_hf_model"));
    }

    void TheEndpointsAreDocumented() { checkDocumentation(host.table()); }

    void TheAnswerHasItsKeysInOrder()
    {
        flyteidl2::workflow::CreateRunResponse made;
        made.mutable_run()->mutable_action()->mutable_id()->mutable_run()->set_name("r1");
        made.mutable_run()->mutable_action()->mutable_status()->set_phase(flyteidl2::common::ACTION_PHASE_QUEUED);
        host.answer(createRun, made.SerializeAsString());
        scriptPrefetch(host, {createRun});
        CPPUNIT_ASSERT_EQUAL(
            std::string(
                R"({"name":"r1","url":"http://console/v2/domain/development/project/flytesnacks/runs/r1","phase":"queued","done":false})"),
            prefetch(host).send().body);
    }

    void ARunThatIsDoneAlreadyIsTold()
    {
        flyteidl2::workflow::CreateRunResponse made;
        made.mutable_run()->mutable_action()->mutable_id()->mutable_run()->set_name("r1");
        made.mutable_run()->mutable_action()->mutable_status()->set_phase(flyteidl2::common::ACTION_PHASE_SUCCEEDED);
        host.answer(createRun, made.SerializeAsString());
        scriptPrefetch(host, {createRun});
        const auto json = prefetch(host).send().json();
        CPPUNIT_ASSERT_EQUAL(std::string("succeeded"), std::string(json["phase"].GetString()));
        CPPUNIT_ASSERT(json["done"].GetBool());
    }

    void TheCallsComeInTheirOrder()
    {
        scriptPrefetch(host);
        prefetch(host).send();
        CPPUNIT_ASSERT_EQUAL(std::string("ListTasks GetTaskDetails SelectCluster UploadInputs CreateRun"), methodsOf(host.calls()));
    }

    void TheSpecificationIsAlwaysAskedForAnew()
    {
        host.fact("control_plane.task_cache", "60000");
        scriptPrefetch(host);
        for (int i = 0; i < 2; ++i) prefetch(host).send();
        CPPUNIT_ASSERT_EQUAL(std::size_t(2), host.calls(getTaskDetails).size());
    }

    void TheTemplateIsSentByValue()
    {
        scriptPrefetch(host);
        prefetch(host)
            .parameter("cpu", "4")
            .parameter("memory", "16Gi")
            .parameter("disk", "100Gi")
            .parameter("hf_token_key", "MINE")
            .send();
        CPPUNIT_ASSERT(run().has_task_spec() && !run().has_task_id());
        CPPUNIT_ASSERT(sent<flyteidl2::dataproxy::UploadInputsRequest>(uploadInputs).has_task_spec());
        const auto task = run().task_spec().task_template();
        CPPUNIT_ASSERT_EQUAL(std::string("prefetch.hf_model"), task.id().name());
        std::string requests;
        for (const auto& entry : task.container().resources().requests())
            requests += std::to_string(entry.name()) + "=" + entry.value() + " ";
        CPPUNIT_ASSERT_EQUAL(std::string("1=4 2=1 3=16Gi 5=100Gi "), requests);
        CPPUNIT_ASSERT_EQUAL(std::string("MINE"), task.security_context().secrets(0).key());
        CPPUNIT_ASSERT_EQUAL(std::string("HF_TOKEN"), task.security_context().secrets(0).env_var());
    }

    void TheRunIsLabelledWithTheModel()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("tiny-model"), labelOf("repo", "org/tiny.model"));
        CPPUNIT_ASSERT_EQUAL(std::string("mine_2"), labelOf("artifact_name", "mine_2"));
        CPPUNIT_ASSERT_EQUAL(std::string("a") + std::string(62, 'b'), labelOf("repo", "org/a" + std::string(70, 'b')));
        CPPUNIT_ASSERT_EQUAL(std::string(62, 'c'), labelOf("repo", "org/" + std::string(62, 'c') + "_d"));
        CPPUNIT_ASSERT_EQUAL(std::string("a"), labelOf("artifact_name", "-_a_-"));
        CPPUNIT_ASSERT_EQUAL(std::string("no label"), labelOf("artifact_name", "__"));
    }

    void ForceOverwritesTheCache()
    {
        for (const auto& [force, overwrites] : {std::pair(0, false), std::pair(1, true), std::pair(7, true), std::pair(-1, false)})
        {
            FakeHost fresh(&flyte_webhook_plugin);
            scriptPrefetch(fresh);
            prefetch(fresh).parameter("force", force).send();
            const auto spec = messageOf<flyteidl2::workflow::CreateRunRequest>(fresh.calls(createRun).at(0)).run_spec();
            CPPUNIT_ASSERT_EQUAL(overwrites, spec.cache_config().overwrite_cache());
            CPPUNIT_ASSERT_EQUAL(overwrites, spec.overwrite_cache());
        }
    }

    void TheRunIsMadeWhereItIsAskedFor()
    {
        host.fact("webhook.org", "acme");
        scriptPrefetch(host);
        const auto reply = prefetch(host).parameter("project", "shop").parameter("domain", "staging").send();
        CPPUNIT_ASSERT_EQUAL(std::string("http://console/v2/domain/staging/project/shop/runs/r1"),
                             std::string(reply.json()["url"].GetString()));
        for (const auto& id : {run().project_id(), sent<flyteidl2::dataproxy::UploadInputsRequest>(uploadInputs).project_id()})
            CPPUNIT_ASSERT_EQUAL(std::string("acme shop staging"), id.organization() + " " + id.name() + " " + id.domain());
        const auto list = sent<flyteidl2::task::ListTasksRequest>(listTasks).project_id();
        CPPUNIT_ASSERT_EQUAL(std::string("acme system production"), list.organization() + " " + list.name() + " " + list.domain());
    }

    void TheConfiguredTaskIsRun()
    {
        host.setting("task", "tools/staging/models.fetch");
        host.answer(listTasks, listed("models.fetch", "v1"));
        scriptPrefetch(host, {listTasks});
        prefetch(host).send();
        const auto list = sent<flyteidl2::task::ListTasksRequest>(listTasks);
        CPPUNIT_ASSERT_EQUAL(std::string("tools staging models.fetch"),
                             list.project_id().name() + " " + list.project_id().domain() + " " + list.request().filters(0).values(0));
    }

    void AnOldControlPlaneGetsTheInputsWithTheRun()
    {
        host.fail(uploadInputs, Code::Unimplemented, "unknown method");
        scriptPrefetch(host, {uploadInputs});
        CPPUNIT_ASSERT_EQUAL(200, prefetch(host).send().status);
        CPPUNIT_ASSERT_EQUAL(8, run().inputs().literals_size());
        CPPUNIT_ASSERT(run().has_task_spec());
    }

    void WithoutATaskItIsA501()
    {
        host.answer(listTasks, "");
        scriptPrefetch(host, {listTasks});
        const auto reply = prefetch(host).send();
        CPPUNIT_ASSERT_EQUAL(501, reply.status);
        CPPUNIT_ASSERT_EQUAL(std::string("Prefetching is not enabled: there is no task system/production/prefetch.hf_model"), reply.detail);
    }

    void AFailureKeepsItsStatus()
    {
        const std::pair<std::string, std::vector<int>> methods[] = {
            {listTasks, {5}}, {getTaskDetails, {5}}, {uploadInputs, {12}}, {createRun, {}}};
        for (const auto& [method, except] : methods)
        {
            const auto send = [failing = method](FakeHost& h)
            {
                scriptPrefetch(h, {failing});
                return prefetch(h).send();
            };
            checkErrorTable(&flyte_webhook_plugin, method, except, send);
        }
    }

    void ATaskThatIsNoneRefusesTheStart()
    {
        host.setting("task", "prefetch.hf_model");
        CPPUNIT_ASSERT_THROW(host.start(), StartRefused);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PrefetchModelTest);
