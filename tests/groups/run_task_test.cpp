#include "error_table.h"
#include "task_host.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook;
using namespace flyte_webhook::testing;

/// run_task: what is sent for a run, and what is refused before.
class RunTaskTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(RunTaskTest);
    CPPUNIT_TEST(TheAnswerIsUrlAndName);
    CPPUNIT_TEST(TheCallsComeInTheirOrder);
    CPPUNIT_TEST(WhatWritesIsNeverRepeated);
    CPPUNIT_TEST(InputsAreCompleteAndInTheInterfacesOrder);
    CPPUNIT_TEST(ATaskWithoutInputsGetsAnEmptyMessage);
    CPPUNIT_TEST(TheRunIsMadeInTheConfiguredPlace);
    CPPUNIT_TEST(TheRunNamesTheVersionAndTheStoredInputs);
    CPPUNIT_TEST(AGivenVersionIsRun);
    CPPUNIT_TEST(AnOldControlPlaneGetsTheInputsWithTheRun);
    CPPUNIT_TEST(MissingInputsAreToldAllAtOnce);
    CPPUNIT_TEST(UnknownInputsAreToldWithThoseThatThereAre);
    CPPUNIT_TEST(AnInputOfAnotherTypeIsTold);
    CPPUNIT_TEST(NoSuchTaskIsA404);
    CPPUNIT_TEST(AFailureWhileLookingKeepsItsStatus);
    CPPUNIT_TEST(AFailedUploadMakesNoRun);
    CPPUNIT_TEST(AFailedRunKeepsItsStatus);
    CPPUNIT_TEST(ARunWithoutANameIsA502);
    CPPUNIT_TEST(ADryRunTellsWhatWouldRunAndStartsNothing);
    CPPUNIT_TEST(ADryRunRefusesWhatARunWouldRefuse);
    CPPUNIT_TEST(NoDryRunIsARun);
    CPPUNIT_TEST_SUITE_END();

    FakeHost host{&flyte_webhook_plugin};

    template <typename T> T sent(const std::string& method) { return messageOf<T>(host.calls(method).at(0)); }

    void refused(const std::string& body, const std::vector<std::string>& parts)
    {
        scriptAdder(host);
        const auto reply = runAdder(host, body).send();
        CPPUNIT_ASSERT_EQUAL_MESSAGE(reply.body, 400, reply.status);
        for (const auto& part : parts) CPPUNIT_ASSERT_MESSAGE(reply.detail, reply.detail.find(part) != std::string::npos);
        CPPUNIT_ASSERT_EQUAL(std::string("ListTasks GetTaskDetails"), methodsOf(host.calls()));
    }

public:
    void TheAnswerIsUrlAndName()
    {
        host.fact("control_plane.console_url", "https://console.example.com").fact("webhook.project", "shop");
        scriptAdder(host);
        const auto reply = runAdder(host).send();
        CPPUNIT_ASSERT_EQUAL(200, reply.status);
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"url":"https://console.example.com/v2/domain/development/project/shop/runs/r1","name":"r1"})"),
                             reply.body);
    }

    void TheCallsComeInTheirOrder()
    {
        scriptAdder(host);
        runAdder(host).send();
        CPPUNIT_ASSERT_EQUAL(std::string("ListTasks GetTaskDetails SelectCluster UploadInputs CreateRun"), methodsOf(host.calls()));
    }

    void WhatWritesIsNeverRepeated()
    {
        scriptAdder(host);
        runAdder(host).send();
        for (const auto& call : host.calls())
            CPPUNIT_ASSERT_EQUAL_MESSAGE(call.method, call.method != uploadInputs && call.method != createRun, call.repeatable);
    }

    void InputsAreCompleteAndInTheInterfacesOrder()
    {
        scriptAdder(host);
        runAdder(host, R"({"c":-1,"a":9223372036854775807})").send();
        const auto inputs = sent<flyteidl2::dataproxy::UploadInputsRequest>(uploadInputs).inputs();
        CPPUNIT_ASSERT_EQUAL(3, inputs.literals_size());
        const Integers expected{{"a", 9223372036854775807}, {"b", 2}, {"c", -1}};
        for (int i = 0; i < 3; ++i)
        {
            CPPUNIT_ASSERT_EQUAL(expected[std::size_t(i)].first, inputs.literals(i).name());
            CPPUNIT_ASSERT_EQUAL(expected[std::size_t(i)].second, inputs.literals(i).value().scalar().primitive().integer());
        }
    }

    void ATaskWithoutInputsGetsAnEmptyMessage()
    {
        host.answer(getTaskDetails, detailsOf({}));
        scriptAdder(host, getTaskDetails);
        CPPUNIT_ASSERT_EQUAL(200, runAdder(host, "{}").send().status);
        CPPUNIT_ASSERT(sent<flyteidl2::dataproxy::UploadInputsRequest>(uploadInputs).has_inputs());
    }

    void TheRunIsMadeInTheConfiguredPlace()
    {
        host.fact("webhook.org", "acme").fact("webhook.project", "lab").fact("webhook.domain", "production");
        scriptAdder(host);
        runAdder(host).send();
        const auto upload = sent<flyteidl2::dataproxy::UploadInputsRequest>(uploadInputs);
        const auto create = sent<flyteidl2::workflow::CreateRunRequest>(createRun);
        for (const auto& id : {upload.project_id(), create.project_id()})
            CPPUNIT_ASSERT_EQUAL(std::string("acme lab production"), id.organization() + " " + id.name() + " " + id.domain());
        for (const auto& id : {upload.task_id(), create.task_id()})
            CPPUNIT_ASSERT_EQUAL(std::string("acme shop staging"), id.org() + " " + id.project() + " " + id.domain());
    }

    void TheRunNamesTheVersionAndTheStoredInputs()
    {
        scriptAdder(host);
        runAdder(host).send();
        const auto create = sent<flyteidl2::workflow::CreateRunRequest>(createRun);
        CPPUNIT_ASSERT_EQUAL(std::string("demo.add"), create.task_id().name());
        CPPUNIT_ASSERT_EQUAL(std::string("v2"), create.task_id().version());
        CPPUNIT_ASSERT_EQUAL(std::string("s3://inputs/1"), create.offloaded_input_data().uri());
        CPPUNIT_ASSERT(create.has_run_spec());
        CPPUNIT_ASSERT(!create.has_run_id());
    }

    void AGivenVersionIsRun()
    {
        scriptAdder(host);
        runAdder(host).parameter("version", "v10").send();
        CPPUNIT_ASSERT(host.calls(listTasks).empty());
        CPPUNIT_ASSERT_EQUAL(std::string("v10"), sent<flyteidl2::workflow::CreateRunRequest>(createRun).task_id().version());
    }

    void AnOldControlPlaneGetsTheInputsWithTheRun()
    {
        host.fail(uploadInputs, Code::Unimplemented, "unknown method");
        scriptAdder(host, uploadInputs);
        CPPUNIT_ASSERT_EQUAL(200, runAdder(host).send().status);
        const auto create = sent<flyteidl2::workflow::CreateRunRequest>(createRun);
        CPPUNIT_ASSERT(!create.has_offloaded_input_data());
        CPPUNIT_ASSERT_EQUAL(3, create.inputs().literals_size());
    }

    void MissingInputsAreToldAllAtOnce()
    {
        auto spec = adder();
        spec.clear_default_inputs();
        host.answer(getTaskDetails, detailsOf(spec));
        scriptAdder(host, getTaskDetails);
        const auto reply = runAdder(host, R"({"b":1})").send();
        CPPUNIT_ASSERT_EQUAL(400, reply.status);
        CPPUNIT_ASSERT_EQUAL(std::string("Missing required inputs: a, c"), reply.detail);
    }

    void UnknownInputsAreToldWithThoseThatThereAre() { refused(R"({"a":1,"yy":1,"zz":2})", {"yy", "zz", "a", "b", "c"}); }

    void AnInputOfAnotherTypeIsTold() { refused(R"({"a":"3"})", {"a", "integer", "string"}); }

    void NoSuchTaskIsA404()
    {
        host.answer(listTasks, "");
        scriptAdder(host, listTasks);
        const auto reply = runAdder(host).send();
        CPPUNIT_ASSERT_EQUAL(404, reply.status);
        CPPUNIT_ASSERT_EQUAL(std::string("Task demo.add with version latest in staging/shop not found"), reply.detail);
    }

    void AFailureWhileLookingKeepsItsStatus()
    {
        const auto send = [](FakeHost& h) { return runAdder(h).send(); };
        checkErrorTable(&flyte_webhook_plugin, listTasks, {5}, send);
    }

    void AFailedUploadMakesNoRun()
    {
        const auto send = [](FakeHost& h)
        {
            scriptAdder(h, uploadInputs);
            auto reply = runAdder(h).send();
            CPPUNIT_ASSERT(h.calls(createRun).empty());
            return reply;
        };
        checkErrorTable(&flyte_webhook_plugin, uploadInputs, {12}, send);
    }

    void AFailedRunKeepsItsStatus()
    {
        const auto send = [](FakeHost& h)
        {
            scriptAdder(h, createRun);
            return runAdder(h).send();
        };
        checkErrorTable(&flyte_webhook_plugin, createRun, {}, send);
    }

    void ARunWithoutANameIsA502()
    {
        host.answer(createRun, "");
        scriptAdder(host, createRun);
        CPPUNIT_ASSERT_EQUAL(502, runAdder(host).send().status);
    }

    void ADryRunTellsWhatWouldRunAndStartsNothing()
    {
        scriptAdder(host);
        const auto reply = runAdder(host, R"({"c":3.0,"a":9223372036854775807})").parameter("dry_run", true).send();
        CPPUNIT_ASSERT_EQUAL_MESSAGE(reply.body, 200, reply.status);
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"task":{"domain":"staging","project":"shop","name":"demo.add","version":"v2"},)"
                                         R"("inputs":{"a":9223372036854775807,"b":2,"c":3}})"),
                             reply.body);
        CPPUNIT_ASSERT_EQUAL(std::string("ListTasks GetTaskDetails"), methodsOf(host.calls()));
    }

    void ADryRunRefusesWhatARunWouldRefuse()
    {
        scriptAdder(host);
        const auto reply = runAdder(host, R"({"a":"3"})").parameter("dry_run", true).send();
        CPPUNIT_ASSERT_EQUAL(400, reply.status);
        CPPUNIT_ASSERT_EQUAL(runAdder(host, R"({"a":"3"})").send().detail, reply.detail);
    }

    void NoDryRunIsARun()
    {
        scriptAdder(host);
        runAdder(host).parameter("dry_run", false).send();
        CPPUNIT_ASSERT_EQUAL(std::size_t(1), host.calls(createRun).size());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RunTaskTest);
