#include "sandbox/services/app_answers.h"
#include "sandbox/services/rpc_error.h"
#include "sandbox_fixture.h"
#include <cppunit/extensions/HelperMacros.h>
#include <thread>

using namespace flyte_webhook::sandbox;
using namespace flyte_webhook::test;
using namespace flyteidl2::app;
using flyte_webhook::Code;

namespace
{

Identifier named(const std::string& name)
{
    Identifier id;
    id.set_org("acme");
    id.set_project("flytesnacks");
    id.set_domain("development");
    id.set_name(name);
    return id;
}

class AppAnswersTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(AppAnswersTest);
    CPPUNIT_TEST(AnAppIsToldByItsExactName);
    CPPUNIT_TEST(AnUpdateStartsAndTheAnswerSaysSo);
    CPPUNIT_TEST(HalfAndOldUpdatesAreRefused);
    CPPUNIT_TEST(AnUpdateCannotBringACommand);
    CPPUNIT_TEST(AWatchTellsThePresentStateAndThenEachChange);
    CPPUNIT_TEST(AWatchEndsWithItsCaller);
    CPPUNIT_TEST(AWatchEndsWithTheSandbox);
    CPPUNIT_TEST_SUITE_END();

    SandboxFixture _sandbox;
    AppAnswers _answers{_sandbox.apps};

    flyteidl2::app::App get(const Identifier& id) const
    {
        GetRequest request;
        *request.mutable_app_id() = id;
        return _answers.get(request).app();
    }

    flyteidl2::app::App update(flyteidl2::app::App app, Spec::DesiredState state, const std::string& reason = "because")
    {
        UpdateRequest request;
        app.mutable_spec()->set_desired_state(state);
        *request.mutable_app() = std::move(app);
        request.set_reason(reason);
        return _answers.update(request, {"alice"}).app();
    }

    template <typename Call> static Code codeOf(Call&& call)
    {
        try
        {
            call();
        }
        catch (const RpcError& e)
        {
            return e.code();
        }
        return Code::Ok;
    }

    static Status::DeploymentStatus last(const flyteidl2::app::App& app) { return app.status().conditions().rbegin()->deployment_status(); }

    static WatchRequest watchOf(const std::string& name)
    {
        WatchRequest request;
        *request.mutable_app_id() = named(name);
        return request;
    }

    void AnAppIsToldByItsExactName()
    {
        const auto app = get(named("echo"));
        CPPUNIT_ASSERT_EQUAL(std::string("acme"), app.metadata().id().org());
        CPPUNIT_ASSERT_EQUAL(std::string("says <it> back"), app.spec().profile().short_description());
        CPPUNIT_ASSERT_EQUAL(Spec::DESIRED_STATE_STOPPED, app.spec().desired_state());
        CPPUNIT_ASSERT_EQUAL(Status::DEPLOYMENT_STATUS_UNASSIGNED, last(app));
        CPPUNIT_ASSERT_EQUAL(std::string("http://127.0.0.1:"), app.status().ingress().public_url().substr(0, 17));
        CPPUNIT_ASSERT(codeOf([&] { get(named("ECHO")); }) == Code::NotFound);
        CPPUNIT_ASSERT(codeOf([&] { get(named("late")); }) == Code::NotFound);
        CPPUNIT_ASSERT(codeOf([&] { _answers.get({}); }) == Code::InvalidArgument);
    }

    void AnUpdateStartsAndTheAnswerSaysSo()
    {
        const auto started = update(get(named("echo")), Spec::DESIRED_STATE_STARTED);
        CPPUNIT_ASSERT(started.spec().desired_state() == Spec::DESIRED_STATE_STARTED && started.metadata().revision() == 1);
        const auto& pending = started.status().conditions(1);
        CPPUNIT_ASSERT_EQUAL(Status::DEPLOYMENT_STATUS_PENDING, pending.deployment_status());
        CPPUNIT_ASSERT(pending.message() == "because" && pending.actor().user().id().subject() == "alice");
    }

    void HalfAndOldUpdatesAreRefused()
    {
        const auto app = get(named("echo"));
        CPPUNIT_ASSERT(codeOf([&] { update(app, Spec::DESIRED_STATE_UNSPECIFIED); }) == Code::InvalidArgument);
        std::string hundred;
        for (int i = 0; i < 100; ++i) hundred += "ü";
        CPPUNIT_ASSERT(codeOf([&] { update(app, Spec::DESIRED_STATE_STARTED, hundred + "x"); }) == Code::InvalidArgument);
        update(app, Spec::DESIRED_STATE_STARTED, hundred);
        CPPUNIT_ASSERT(codeOf([&] { update(app, Spec::DESIRED_STATE_STOPPED); }) == Code::Aborted);
        auto stranger = app;
        stranger.mutable_metadata()->mutable_id()->set_name("nope");
        CPPUNIT_ASSERT(codeOf([&] { update(stranger, Spec::DESIRED_STATE_STARTED); }) == Code::NotFound);
    }

    void AnUpdateCannotBringACommand()
    {
        auto app = get(named("echo"));
        const auto declared = app.spec().container().SerializeAsString();
        app.mutable_spec()->mutable_container()->add_command("--evil");
        CPPUNIT_ASSERT_EQUAL(declared, update(app, Spec::DESIRED_STATE_STOPPED).spec().container().SerializeAsString());
        CPPUNIT_ASSERT_EQUAL(declared, get(named("echo")).spec().container().SerializeAsString());
    }

    void AWatchTellsThePresentStateAndThenEachChange()
    {
        std::vector<Status::DeploymentStatus> seen;
        _answers.watch(
            watchOf("echo"),
            [&](const WatchResponse& event)
            {
                CPPUNIT_ASSERT_EQUAL(seen.empty(), event.has_create_event());
                const auto& app = event.has_create_event() ? event.create_event().app() : event.update_event().updated_app();
                CPPUNIT_ASSERT_EQUAL(named("echo").SerializeAsString(), app.metadata().id().SerializeAsString());
                seen.push_back(last(app));
                if (event.has_create_event()) update(app, Spec::DESIRED_STATE_STARTED);
                return seen.back() != Status::DEPLOYMENT_STATUS_ACTIVE;
            },
            [] { return false; });
        const std::vector<Status::DeploymentStatus> expected{Status::DEPLOYMENT_STATUS_UNASSIGNED, Status::DEPLOYMENT_STATUS_PENDING,
                                                             Status::DEPLOYMENT_STATUS_DEPLOYING, Status::DEPLOYMENT_STATUS_ACTIVE};
        CPPUNIT_ASSERT(expected == seen);
        CPPUNIT_ASSERT(codeOf([&] { _answers.watch(watchOf("nope"), {}, {}); }) == Code::NotFound);
    }

    void AWatchEndsWithItsCaller()
    {
        int events = 0;
        _answers.watch(
            watchOf("echo"), [&](const WatchResponse&) { return ++events > 0; }, [&] { return events > 0; });
        CPPUNIT_ASSERT_EQUAL(1, events);
    }

    void AWatchEndsWithTheSandbox()
    {
        std::thread watcher(
            [&]
            {
                _answers.watch(
                    watchOf("echo"), [](const WatchResponse&) { return true; }, [] { return false; });
            });
        _answers.endWatches();
        watcher.join();
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(AppAnswersTest);

} // namespace
