#include "error_table.h"
#include "messages.h"
#include <cppunit/extensions/HelperMacros.h>
#include <flyteidl2/cluster/payload.pb.h>

using namespace flyte_webhook;
using namespace flyte_webhook::testing;
using namespace flyteidl2::common;

/// get_run_io: what went into a run and what came out.
class GetRunIoTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(GetRunIoTest);
    CPPUNIT_TEST(ASucceededRunHasInputsAndOutputs);
    CPPUNIT_TEST(ARecoveredRunHasOutputs);
    CPPUNIT_TEST(OutputsAreNullUntilTheRunIsDone);
    CPPUNIT_TEST(OutputsThatAreRecordedAreShownHoweverTheRunEnded);
    CPPUNIT_TEST(OutputsAreNullWhenThereAreNone);
    CPPUNIT_TEST(ATaskWithoutInputsHasEmptyInputs);
    CPPUNIT_TEST(InputsThatAreNotRecordedAreNull);
    CPPUNIT_TEST(ValuesAreTypedByTheTaskThatWasRun);
    CPPUNIT_TEST(DeepValuesAreShown);
    CPPUNIT_TEST(TheRootActionsDataAreAskedFor);
    CPPUNIT_TEST(TheDataAreReadAtTheirCluster);
    CPPUNIT_TEST(AnotherPlaceHasAnotherCluster);
    CPPUNIT_TEST(ProjectAndDomainMayBeGiven);
    CPPUNIT_TEST(NoSuchRunIsA404);
    CPPUNIT_TEST(DataThatAreNotRecordedAreA404);
    CPPUNIT_TEST(OtherFailuresKeepTheirStatus);
    CPPUNIT_TEST_SUITE_END();

    FakeHost host{&flyte_webhook_plugin};

    FakeReply io() { return host.request("get_run_io").parameter("name", "r1").send(); }
    std::string io(ActionPhase phase, const Integers& inputs, const Integers& outputs)
    {
        host.answer(getRunDetails, runIn(phase)).answer(getActionData, dataOf(inputs, outputs));
        return io().body;
    }

    static constexpr int levels = 100;

    static std::string repeated(const std::string& text)
    {
        std::string all;
        for (int i = 0; i < levels; ++i) all += text;
        return all;
    }

    /// The JSON of a value with so many levels; `inside` adds one to a literal.
    template <typename Inside> std::string shownInside(Inside inside)
    {
        flyteidl2::dataproxy::GetActionDataResponse data;
        auto& input = *data.mutable_inputs()->add_literals();
        input.set_name("x");
        auto* literal = input.mutable_value();
        for (int i = 0; i < levels; ++i) literal = inside(*literal);
        literal->mutable_scalar()->mutable_primitive()->set_integer(1);
        FakeHost fresh(&flyte_webhook_plugin);
        fresh.answer(getRunDetails, runIn(ACTION_PHASE_RUNNING)).answer(getActionData, data.SerializeAsString());
        const auto body = fresh.request("get_run_io").parameter("name", "r1").send().body;
        const std::string before = R"({"name":"r1","inputs":{"x":)", behind = R"(},"outputs":null})";
        CPPUNIT_ASSERT_MESSAGE(body, body.size() > before.size() + behind.size() && body.rfind(before, 0) == 0);
        return body.substr(before.size(), body.size() - before.size() - behind.size());
    }

    ActionIdentifier asked() { return messageOf<flyteidl2::dataproxy::GetActionDataRequest>(host.calls(getActionData).back()).action_id(); }

public:
    void ASucceededRunHasInputsAndOutputs()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"name":"r1","inputs":{"a":1,"b":2},"outputs":{"o0":9223372036854775807}})"),
                             io(ACTION_PHASE_SUCCEEDED, {{"a", 1}, {"b", 2}}, {{"o0", 9223372036854775807}}));
    }

    void ARecoveredRunHasOutputs()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"name":"r1","inputs":{"a":1},"outputs":{"o0":3}})"),
                             io(ACTION_PHASE_RECOVERED, {{"a", 1}}, {{"o0", 3}}));
    }

    void OutputsAreNullUntilTheRunIsDone()
    {
        const std::string expected = R"({"name":"r1","inputs":{"a":1},"outputs":null})";
        for (const auto phase : {ACTION_PHASE_UNSPECIFIED, ACTION_PHASE_QUEUED, ACTION_PHASE_WAITING_FOR_RESOURCES,
                                 ACTION_PHASE_INITIALIZING, ACTION_PHASE_RUNNING, ACTION_PHASE_PAUSED})
        {
            FakeHost fresh(&flyte_webhook_plugin);
            fresh.answer(getRunDetails, runIn(phase)).answer(getActionData, dataOf({{"a", 1}}, {{"o0", 5}}));
            CPPUNIT_ASSERT_EQUAL(expected, fresh.request("get_run_io").parameter("name", "r1").send().body);
        }
    }

    void OutputsThatAreRecordedAreShownHoweverTheRunEnded()
    {
        for (const auto phase : {ACTION_PHASE_FAILED, ACTION_PHASE_ABORTED, ACTION_PHASE_TIMED_OUT})
        {
            FakeHost fresh(&flyte_webhook_plugin);
            fresh.answer(getRunDetails, runIn(phase)).answer(getActionData, dataOf({{"a", 1}}, {{"o0", 5}}));
            CPPUNIT_ASSERT_EQUAL(5, fresh.request("get_run_io").parameter("name", "r1").send().json()["outputs"]["o0"].GetInt());
        }
    }

    void OutputsAreNullWhenThereAreNone()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"name":"r1","inputs":{"a":1},"outputs":null})"), io(ACTION_PHASE_SUCCEEDED, {{"a", 1}}, {}));
    }

    void ATaskWithoutInputsHasEmptyInputs()
    {
        host.answer(getRunDetails, runIn(ACTION_PHASE_SUCCEEDED, {})).answer(getActionData, "");
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"name":"r1","inputs":{},"outputs":null})"), io().body);
    }

    void InputsThatAreNotRecordedAreNull()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"name":"r1","inputs":null,"outputs":null})"), io(ACTION_PHASE_QUEUED, {}, {}));
    }

    void ValuesAreTypedByTheTaskThatWasRun()
    {
        flyteidl2::task::TaskSpec spec;
        addInput(spec, "x", flyteidl2::core::SimpleType::BINARY);
        flyteidl2::dataproxy::GetActionDataResponse data;
        auto& input = *data.mutable_inputs()->add_literals();
        input.set_name("x");
        input.mutable_value()->mutable_scalar()->mutable_binary()->set_value("hello");
        host.answer(getRunDetails, runIn(ACTION_PHASE_RUNNING, spec)).answer(getActionData, data.SerializeAsString());
        CPPUNIT_ASSERT(io().body.find("aGVsbG8=") != std::string::npos);
    }

    void DeepValuesAreShown()
    {
        using flyteidl2::core::Literal;
        const auto list = [](Literal& outer) { return outer.mutable_collection()->add_literals(); };
        const auto map = [](Literal& outer) { return &(*outer.mutable_map()->mutable_literals())["k"]; };
        const auto variant = [](Literal& outer) { return outer.mutable_scalar()->mutable_union_()->mutable_value(); };
        CPPUNIT_ASSERT_EQUAL(repeated("[") + "1" + repeated("]"), shownInside(list));
        CPPUNIT_ASSERT_EQUAL(repeated(R"({"k":)") + "1" + repeated("}"), shownInside(map));
        CPPUNIT_ASSERT_EQUAL(std::string("1"), shownInside(variant));
    }

    void TheRootActionsDataAreAskedFor()
    {
        host.fact("webhook.org", "acme");
        io(ACTION_PHASE_RUNNING, {}, {});
        CPPUNIT_ASSERT_EQUAL(std::string("GetRunDetails SelectCluster GetActionData"), methodsOf(host.calls()));
        CPPUNIT_ASSERT_EQUAL(std::string("a0"), asked().name());
        CPPUNIT_ASSERT_EQUAL(std::string("acme flytesnacks development r1"), asked().run().org() + " " + asked().run().project() + " " +
                                                                                 asked().run().domain() + " " + asked().run().name());
        for (const auto& call : host.calls()) CPPUNIT_ASSERT_MESSAGE(call.method, call.repeatable);
    }

    void TheDataAreReadAtTheirCluster()
    {
        host.answer(selectCluster, clusterAt("cluster:443"));
        io(ACTION_PHASE_RUNNING, {}, {});
        const auto request = messageOf<flyteidl2::cluster::SelectClusterRequest>(host.calls(selectCluster).at(0));
        CPPUNIT_ASSERT(request.operation() == flyteidl2::cluster::SelectClusterRequest::OPERATION_GET_ACTION_DATA);
        CPPUNIT_ASSERT_EQUAL(std::string("r1"), request.action_id().run().name());
        CPPUNIT_ASSERT_EQUAL(std::string("cluster:443"), host.calls(getActionData).at(0).endpoint);
        io();
        CPPUNIT_ASSERT_EQUAL(std::size_t(1), host.calls(selectCluster).size());
    }

    void AnotherPlaceHasAnotherCluster()
    {
        host.answer(selectCluster, clusterAt("one:443")).answer(selectCluster, clusterAt("two:443"));
        io(ACTION_PHASE_RUNNING, {}, {});
        host.request("get_run_io").parameter("name", "r1").parameter("project", "p").send();
        CPPUNIT_ASSERT_EQUAL(std::string("two:443"), host.calls(getActionData).at(1).endpoint);
        io();
        CPPUNIT_ASSERT_EQUAL(std::string("one:443"), host.calls(getActionData).at(2).endpoint);
    }

    void ProjectAndDomainMayBeGiven()
    {
        host.answer(getRunDetails, runIn(ACTION_PHASE_RUNNING)).answer(getActionData, "");
        host.request("get_run_io").parameter("name", "r1").parameter("project", "p").parameter("domain", "d").send();
        CPPUNIT_ASSERT_EQUAL(std::string("p d"), asked().run().project() + " " + asked().run().domain());
    }

    void NoSuchRunIsA404()
    {
        host.fail(getRunDetails, Code::NotFound, "gone");
        const auto reply = io();
        CPPUNIT_ASSERT_EQUAL(404, reply.status);
        CPPUNIT_ASSERT_EQUAL(std::string("Run r1 not found or I/O unavailable: gone"), reply.detail);
        CPPUNIT_ASSERT(host.calls(getActionData).empty());
    }

    void DataThatAreNotRecordedAreA404()
    {
        host.answer(getRunDetails, runIn(ACTION_PHASE_SUCCEEDED)).fail(getActionData, Code::NotFound, "no data");
        const auto reply = io();
        CPPUNIT_ASSERT_EQUAL(404, reply.status);
        CPPUNIT_ASSERT_EQUAL(std::string("Run r1 not found or I/O unavailable: no data"), reply.detail);
    }

    void OtherFailuresKeepTheirStatus()
    {
        const auto send = [](FakeHost& h)
        {
            h.answer(getRunDetails, runIn(ACTION_PHASE_SUCCEEDED));
            return h.request("get_run_io").parameter("name", "r1").send();
        };
        checkErrorTable(&flyte_webhook_plugin, getRunDetails, {}, send);
        checkErrorTable(&flyte_webhook_plugin, getActionData, {}, send);
        checkErrorTable(&flyte_webhook_plugin, selectCluster, {5, 12}, send);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(GetRunIoTest);
