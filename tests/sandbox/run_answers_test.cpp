#include "eventually.h"
#include "sandbox/services/data_answers.h"
#include "sandbox/services/rpc_error.h"
#include "sandbox/services/run_answers.h"
#include "sandbox_fixture.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::sandbox;
using namespace flyte_webhook::test;
using namespace flyteidl2::workflow;
using flyte_webhook::Code;
using flyteidl2::common::ActionPhase;

namespace
{

class RunAnswersTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(RunAnswersTest);
    CPPUNIT_TEST(ARunOfUploadedInputsSucceeds);
    CPPUNIT_TEST(InputsMayComeInline);
    CPPUNIT_TEST(ANameIsGivenOrTaken);
    CPPUNIT_TEST(ABadNameIsRefused);
    CPPUNIT_TEST(ATakenNameIsRefused);
    CPPUNIT_TEST(MissingAndUnknownInputsAreNamed);
    CPPUNIT_TEST(WhatIsNotThereIsNotFound);
    CPPUNIT_TEST(HalfRequestsAreRefused);
    CPPUNIT_TEST(ATaskByValueCannotBringACommand);
    CPPUNIT_TEST(DetailsTellWhoStartedAndHowItWent);
    CPPUNIT_TEST(AnAbortedRunTellsReasonAndPerson);
    CPPUNIT_TEST(AbortingAFinishedRunChangesNothing);
    CPPUNIT_TEST(TheSameInputsHaveTheSameAddress);
    CPPUNIT_TEST_SUITE_END();

    SandboxFixture _sandbox;
    RunAnswers _runs{_sandbox.tasks, _sandbox.store, _sandbox.supervisor};
    DataAnswers _data{_sandbox.tasks, _sandbox.store};

    static flyteidl2::task::Inputs inputs(std::initializer_list<std::pair<const char*, int>> values)
    {
        flyteidl2::task::Inputs inputs;
        for (const auto& [name, value] : values)
        {
            auto& literal = *inputs.add_literals();
            literal.set_name(name);
            literal.mutable_value()->mutable_scalar()->mutable_primitive()->set_integer(value);
        }
        return inputs;
    }

    static CreateRunRequest request(std::initializer_list<std::pair<const char*, int>> values = {{"a", 40}})
    {
        CreateRunRequest request;
        request.mutable_project_id()->set_organization("acme");
        request.mutable_project_id()->set_name("flytesnacks");
        request.mutable_project_id()->set_domain("development");
        auto& id = *request.mutable_task_id();
        id.set_project("flytesnacks");
        id.set_domain("development");
        id.set_name("env.t");
        id.set_version("v2");
        *request.mutable_inputs() = inputs(values);
        return request;
    }

    static CreateRunRequest named(const std::string& name)
    {
        auto named = request();
        auto& id = *named.mutable_run_id();
        id.set_org("acme");
        id.set_project("flytesnacks");
        id.set_domain("development");
        id.set_name(name);
        return named;
    }

    flyteidl2::common::ActionIdentifier create(const CreateRunRequest& asked) { return _runs.create(asked, {"alice"}).run().action().id(); }

    ActionDetails details(const flyteidl2::common::RunIdentifier& id) const
    {
        GetRunDetailsRequest asked;
        *asked.mutable_run_id() = id;
        return _runs.details(asked).details().action();
    }

    ActionDetails ended(const flyteidl2::common::RunIdentifier& id) const
    {
        eventually("the end of the run", [&] { return details(id).status().has_end_time(); });
        return details(id);
    }

    template <typename Call> std::string refusal(Code code, Call&& call) const
    {
        try
        {
            call();
        }
        catch (const RpcError& e)
        {
            CPPUNIT_ASSERT_EQUAL_MESSAGE(e.what(), static_cast<int>(code), static_cast<int>(e.code()));
            return e.what();
        }
        CPPUNIT_FAIL("accepted");
        return {};
    }

    void ARunOfUploadedInputsSucceeds()
    {
        flyteidl2::dataproxy::UploadInputsRequest upload;
        *upload.mutable_project_id() = request().project_id();
        *upload.mutable_task_id() = request().task_id();
        *upload.mutable_inputs() = inputs({{"a", 40}});
        auto asked = request();
        *asked.mutable_offloaded_input_data() = _data.upload(upload).offloaded_input_data();
        const auto id = create(asked);
        CPPUNIT_ASSERT_EQUAL(ActionPhase::ACTION_PHASE_SUCCEEDED, ended(id.run()).status().phase());
        flyteidl2::dataproxy::GetActionDataRequest data;
        *data.mutable_action_id() = id;
        const auto values = _data.data(data);
        CPPUNIT_ASSERT_EQUAL(2, values.inputs().literals_size());
        CPPUNIT_ASSERT_EQUAL(std::string("b"), values.inputs().literals(1).name());
        CPPUNIT_ASSERT_EQUAL(std::int64_t(42), values.outputs().literals(0).value().scalar().primitive().integer());
        data.mutable_action_id()->set_name("a1");
        refusal(Code::NotFound, [&] { _data.data(data); });
    }

    void InputsMayComeInline()
    {
        CPPUNIT_ASSERT_EQUAL(ActionPhase::ACTION_PHASE_SUCCEEDED, ended(create(request({{"b", 1}, {"a", 1}})).run()).status().phase());
    }

    void ANameIsGivenOrTaken()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("run-1"), create(request()).run().name());
        CPPUNIT_ASSERT_EQUAL(std::string("mine-1"), create(named("mine-1")).run().name());
        CPPUNIT_ASSERT_EQUAL(std::string("run-2"), create(request()).run().name());
        CPPUNIT_ASSERT_EQUAL(std::string(30, 'x'), create(named(std::string(30, 'x'))).run().name());
    }

    void ABadNameIsRefused()
    {
        for (const std::string name : {"", "Mine", "1st", "-x", "x-", "a_b", "a.b", "a b", "ä", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"})
            CPPUNIT_ASSERT(refusal(Code::InvalidArgument, [&] { create(named(name)); }).find("`" + name + "`") != std::string::npos);
    }

    void ATakenNameIsRefused()
    {
        create(named("mine"));
        CPPUNIT_ASSERT(refusal(Code::AlreadyExists, [&] { create(named("mine")); }).find("mine") != std::string::npos);
    }

    void MissingAndUnknownInputsAreNamed()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("missing inputs: a"), refusal(Code::InvalidArgument, [&] { create(request({{"b", 1}})); }));
        CPPUNIT_ASSERT_EQUAL(std::string("the task has no inputs named c, d"), refusal(Code::InvalidArgument,
                                                                                       [&] {
                                                                                           create(request({{"a", 1}, {"c", 1}, {"d", 1}}));
                                                                                       }));
    }

    void WhatIsNotThereIsNotFound()
    {
        auto task = request(), project = request();
        task.mutable_task_id()->set_version("v9");
        project.mutable_project_id()->set_name("nowhere");
        refusal(Code::NotFound, [&] { create(task); });
        refusal(Code::NotFound, [&] { create(project); });
        flyteidl2::common::RunIdentifier nobody;
        nobody.set_name("nope");
        refusal(Code::NotFound, [&] { details(nobody); });
        AbortRunRequest abort;
        *abort.mutable_run_id() = nobody;
        refusal(Code::NotFound, [&] { _runs.abort(abort, {"bob"}); });
    }

    void HalfRequestsAreRefused()
    {
        auto place = request(), task = request(), uploaded = request(), trigger = request();
        place.clear_project_id();
        task.clear_task_id();
        uploaded.mutable_offloaded_input_data()->set_uri("sandbox://inputs/none");
        trigger.mutable_trigger_name()->set_name("nightly");
        for (const auto& asked : {place, task, uploaded}) refusal(Code::InvalidArgument, [&] { create(asked); });
        refusal(Code::Unimplemented, [&] { create(trigger); });
        flyteidl2::dataproxy::UploadInputsRequest upload;
        refusal(Code::InvalidArgument, [&] { _data.upload(upload); });
        *upload.mutable_project_id() = request().project_id();
        refusal(Code::InvalidArgument, [&] { _data.upload(upload); });
        *upload.mutable_task_id() = request().task_id();
        CPPUNIT_ASSERT(refusal(Code::InvalidArgument, [&] { _data.upload(upload); }).find("inputs are missing") != std::string::npos);
    }

    void ATaskByValueCannotBringACommand()
    {
        auto asked = request();
        auto spec = _sandbox.tasks.find(asked.task_id())->spec;
        auto& container = *spec.mutable_task_template()->mutable_container();
        container.clear_command();
        container.add_command("touch");
        container.add_command(_sandbox.folder.path() / "trap");
        container.mutable_resources()->add_requests()->set_value("4");
        *asked.mutable_task_spec() = spec;
        const auto done = ended(create(asked).run());
        CPPUNIT_ASSERT_EQUAL(ActionPhase::ACTION_PHASE_SUCCEEDED, done.status().phase());
        CPPUNIT_ASSERT_EQUAL(std::string("4"), done.task().task_template().container().resources().requests(0).value());
        CPPUNIT_ASSERT(!std::filesystem::exists(_sandbox.folder.path() / "trap"));
        asked.mutable_task_spec()->mutable_task_template()->mutable_id()->set_name("undeclared");
        refusal(Code::NotFound, [&] { create(asked); });
    }

    void DetailsTellWhoStartedAndHowItWent()
    {
        auto asked = request();
        (*asked.mutable_run_spec()->mutable_labels()->mutable_values())["team"] = "data";
        const auto response = _runs.create(asked, {"alice"});
        CPPUNIT_ASSERT_EQUAL(std::string("data"), response.run().labels().at("team"));
        CPPUNIT_ASSERT_EQUAL(std::string("a0"), response.run().action().id().name());
        CPPUNIT_ASSERT_EQUAL(std::string("acme"), response.run().action().id().run().org());
        const auto done = ended(response.run().action().id().run());
        CPPUNIT_ASSERT_EQUAL(std::string("alice"), done.metadata().executed_by().user().id().subject());
        CPPUNIT_ASSERT_EQUAL(std::string("env.t"), done.metadata().task().id().name());
        CPPUNIT_ASSERT_EQUAL(1, done.attempts_size());
        CPPUNIT_ASSERT_EQUAL(4, done.attempts(0).phase_transitions_size());
        CPPUNIT_ASSERT(done.task().task_template().interface().inputs().variables_size() == 2 && done.status().has_duration_ms());
    }

    void AnAbortedRunTellsReasonAndPerson()
    {
        Supervisor& supervisor = _sandbox.supervisor;
        NewRun accepted;
        accepted.name = {"flytesnacks", "development", "waiting"};
        const auto number = _sandbox.store.create(accepted).number;
        AbortRunRequest abort;
        abort.mutable_run_id()->set_project("flytesnacks");
        abort.mutable_run_id()->set_domain("development");
        abort.mutable_run_id()->set_name("waiting");
        abort.set_reason("too slow & ü");
        _runs.abort(abort, {"bob"});
        supervisor.submit(number);
        const auto done = ended(abort.run_id());
        CPPUNIT_ASSERT_EQUAL(ActionPhase::ACTION_PHASE_ABORTED, done.status().phase());
        CPPUNIT_ASSERT_EQUAL(std::string("too slow & ü"), done.abort_info().reason());
        CPPUNIT_ASSERT_EQUAL(std::string("bob"), done.abort_info().aborted_by().user().id().subject());
    }

    void AbortingAFinishedRunChangesNothing()
    {
        const auto id = create(request());
        ended(id.run());
        AbortRunRequest abort;
        *abort.mutable_run_id() = id.run();
        _runs.abort(abort, {"bob"});
        CPPUNIT_ASSERT_EQUAL(ActionPhase::ACTION_PHASE_SUCCEEDED, details(id.run()).status().phase());
    }

    void TheSameInputsHaveTheSameAddress()
    {
        flyteidl2::dataproxy::UploadInputsRequest upload;
        *upload.mutable_project_id() = request().project_id();
        *upload.mutable_task_id() = request().task_id();
        *upload.mutable_inputs() = inputs({{"a", 1}});
        const auto first = _data.upload(upload).offloaded_input_data(), again = _data.upload(upload).offloaded_input_data();
        CPPUNIT_ASSERT(first.uri() == again.uri() && !first.inputs_hash().empty());
        *upload.mutable_inputs() = inputs({{"a", 2}});
        CPPUNIT_ASSERT(first.uri() != _data.upload(upload).offloaded_input_data().uri());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RunAnswersTest);

} // namespace
