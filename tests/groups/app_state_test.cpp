#include "app_messages.h"
#include "error_table.h"
#include "messages.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook;
using namespace flyte_webhook::testing;
using flyteidl2::app::UpdateRequest;

/// activate_app and deactivate_app: when an app is changed, with what, and how its change is waited for.
class AppStateTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(AppStateTest);
    CPPUNIT_TEST(AStoppedAppIsStarted);
    CPPUNIT_TEST(AnActiveAppIsStopped);
    CPPUNIT_TEST(AnAppThatIsThereAlreadyIsLeftAlone);
    CPPUNIT_TEST(AnUpdateCarriesEveryFieldTheAppCameWith);
    CPPUNIT_TEST(AnUpdateIsNeverRepeatedAndItsReasonIsShort);
    CPPUNIT_TEST(WithoutWaitingTheAnswerTellsTheStateJustAfter);
    CPPUNIT_TEST(AnUpdateThatTellsAnotherAppTellsNothing);
    CPPUNIT_TEST(WaitingEndsWithTheUpdateWhenItIsThereThen);
    CPPUNIT_TEST(WaitingEndsWithTheFirstEventWhenItIsThereThen);
    CPPUNIT_TEST(WaitingFollowsTheChanges);
    CPPUNIT_TEST(AnOldFailureIsNoFailure);
    CPPUNIT_TEST(AFailureOnTheWayIsA502ThatNamesTheApp);
    CPPUNIT_TEST(EventsOfOtherAppsCountForNothing);
    CPPUNIT_TEST(AnAppThatIsDeletedMeanwhileIsA404);
    CPPUNIT_TEST(AnUpdateThatFindsNoAppIsA404);
    CPPUNIT_TEST(AWatchThatFindsNoAppIsA404);
    CPPUNIT_TEST(AWatchThatEndsTooEarlyIsAnError);
    CPPUNIT_TEST(AnEventThatCannotBeReadIsA502);
    CPPUNIT_TEST(TheEndOfTheTimeIsA504);
    CPPUNIT_TEST(TheWatchIsForThatApp);
    CPPUNIT_TEST(OtherFailuresKeepTheirStatus);
    CPPUNIT_TEST_SUITE_END();

    FakeHost host{&flyte_webhook_plugin};

    FakeReply send(const std::string& id, bool wait = false)
    {
        return host.request(id).parameter("name", "shop").parameter("wait", wait).send();
    }

    /// Activates a stopped app, waiting, with these events.
    FakeReply follow(std::vector<std::string> events, CallAnswer end = {})
    {
        host.answer(getApp, got(shop({stopped}))).answer(updateApp, updated(shop({stopped, deploying})));
        host.stream(watchApp, std::move(events), std::move(end));
        return send("activate_app", true);
    }
    UpdateRequest sent() { return messageOf<UpdateRequest>(host.calls(updateApp).at(0)); }

public:
    void AStoppedAppIsStarted()
    {
        host.answer(getApp, got(shop({stopped}))).answer(updateApp, updated(shop({stopped, deploying})));
        const auto reply = send("activate_app");
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"name":"shop","is_active":false,"endpoint":"https://shop.apps.example.com/base/",)"
                                         R"("url":"http://console/v2/domain/development/project/flytesnacks/apps/shop"})"),
                             reply.body);
        CPPUNIT_ASSERT_EQUAL(std::string("Get Update"), methodsOf(host.calls()));
        CPPUNIT_ASSERT_EQUAL(flyteidl2::app::Spec::DESIRED_STATE_STARTED, sent().app().spec().desired_state());
    }

    void AnActiveAppIsStopped()
    {
        host.answer(getApp, got(shop({active}))).answer(updateApp, updated(shop({active, stopped})));
        const auto reply = send("deactivate_app");
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"name":"shop","is_active":false,"is_deactivated":true,)"
                                         R"("url":"http://console/v2/domain/development/project/flytesnacks/apps/shop"})"),
                             reply.body);
        CPPUNIT_ASSERT_EQUAL(flyteidl2::app::Spec::DESIRED_STATE_STOPPED, sent().app().spec().desired_state());
    }

    void AnAppThatIsThereAlreadyIsLeftAlone()
    {
        const std::pair<std::string, AppStatus::DeploymentStatus> already[] = {
            {"activate_app", active}, {"activate_app", started}, {"deactivate_app", stopped}, {"deactivate_app", unassigned}};
        for (const auto& [id, status] : already)
            for (const bool wait : {false, true})
            {
                FakeHost fresh(&flyte_webhook_plugin);
                fresh.answer(getApp, got(shop({pending, status})));
                CPPUNIT_ASSERT_EQUAL(200, fresh.request(id).parameter("name", "shop").parameter("wait", wait).send().status);
                CPPUNIT_ASSERT_EQUAL(std::string("Get"), methodsOf(fresh.calls()));
            }
    }

    void AnUpdateCarriesEveryFieldTheAppCameWith()
    {
        const std::string unknown("\x92\xfa\x01\x03new", 7); // field 4002, a text
        auto app = shop({stopped});
        (*app.mutable_metadata()->mutable_labels())["team"] = "blue";
        app.mutable_spec()->mutable_container()->set_image("ghcr.io/example/shop:1");
        app.mutable_spec()->set_desired_state(flyteidl2::app::Spec::DESIRED_STATE_STOPPED);
        app.MergeFromString(unknown);
        app.mutable_spec()->MergeFromString(unknown);
        app.mutable_spec()->mutable_container()->MergeFromString(unknown);
        app.mutable_status()->mutable_conditions(0)->MergeFromString(unknown);
        host.answer(getApp, got(app)).answer(updateApp, updated(app));
        send("activate_app");
        app.mutable_spec()->set_desired_state(flyteidl2::app::Spec::DESIRED_STATE_STARTED);
        CPPUNIT_ASSERT_EQUAL(app.SerializeAsString(), sent().app().SerializeAsString());
        const auto bytes = host.calls(updateApp).at(0).message;
        std::size_t found = 0;
        for (auto at = bytes.find(unknown); at != bytes.npos; at = bytes.find(unknown, at + 1)) ++found;
        CPPUNIT_ASSERT_EQUAL(std::size_t(4), found);
    }

    void AnUpdateIsNeverRepeatedAndItsReasonIsShort()
    {
        host.answer(getApp, got(shop({pending}))).answer(updateApp, updated(shop({pending})));
        for (const std::string id : {"activate_app", "deactivate_app"}) send(id);
        for (const auto& call : host.calls(updateApp))
        {
            CPPUNIT_ASSERT(!call.repeatable);
            const auto reason = messageOf<UpdateRequest>(call).reason();
            CPPUNIT_ASSERT(!reason.empty() && reason.size() <= 100);
        }
        CPPUNIT_ASSERT_EQUAL(std::size_t(2), host.calls(updateApp).size());
    }

    void WithoutWaitingTheAnswerTellsTheStateJustAfter()
    {
        host.answer(getApp, got(shop({stopped}))).answer(updateApp, updated(shop({stopped, active})));
        CPPUNIT_ASSERT(send("activate_app").json()["is_active"].GetBool());
    }

    void AnUpdateThatTellsAnotherAppTellsNothing()
    {
        host.answer(getApp, got(shop({stopped}))).answer(updateApp, updated(spelled(shop({active}), "flytesnacks", "development", "SHOP")));
        CPPUNIT_ASSERT(!send("activate_app").json()["is_active"].GetBool());
        host.stream(watchApp, {present(shop({deploying})), changed(shop({active}))});
        CPPUNIT_ASSERT(send("activate_app", true).json()["is_active"].GetBool());
    }

    void WaitingEndsWithTheUpdateWhenItIsThereThen()
    {
        host.answer(getApp, got(shop({active}))).answer(updateApp, updated(shop({active, stopped})));
        CPPUNIT_ASSERT(send("deactivate_app", true).json()["is_deactivated"].GetBool());
        CPPUNIT_ASSERT_EQUAL(std::string("Get Update"), methodsOf(host.calls()));
    }

    void WaitingEndsWithTheFirstEventWhenItIsThereThen()
    {
        CPPUNIT_ASSERT(follow({present(shop({deploying, active})), changed(shop({failed}))}).json()["is_active"].GetBool());
        CPPUNIT_ASSERT_EQUAL(std::string("Get Update Watch"), methodsOf(host.calls()));
        CPPUNIT_ASSERT_EQUAL(std::size_t(0), host.leftOpen());
    }

    void WaitingFollowsTheChanges()
    {
        const auto reply =
            follow({present(shop({deploying})), changed(shop({pending})), changed(shop({pending, started})), changed(shop({failed}))});
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"name":"shop","is_active":true,"endpoint":"https://shop.apps.example.com/base/",)"
                                         R"("url":"http://console/v2/domain/development/project/flytesnacks/apps/shop"})"),
                             reply.body);
    }

    void AnOldFailureIsNoFailure()
    {
        CPPUNIT_ASSERT_EQUAL(200, follow({present(shop({failed})), changed(shop({deploying})), changed(shop({active}))}).status);
    }

    void AFailureOnTheWayIsA502ThatNamesTheApp()
    {
        const auto reply = follow({present(shop({deploying})), changed(shop({deploying, failed})), changed(shop({active}))});
        CPPUNIT_ASSERT_EQUAL(502, reply.status);
        CPPUNIT_ASSERT_EQUAL(std::string("Activating the app shop: its deployment failed: said of it"), reply.detail);
    }

    void EventsOfOtherAppsCountForNothing()
    {
        std::vector<std::string> events{present(shop({deploying}))};
        for (const auto status : {failed, active})
            for (const auto& other :
                 {spelled(shop({status}), "other", "development", "shop"), spelled(shop({status}), "flytesnacks", "other", "shop"),
                  spelled(shop({status}), "flytesnacks", "development", "Shop")})
                for (const auto& event : {present(other), changed(other), deleted(other)}) events.push_back(event);
        events.push_back(""); // of a kind that is not known
        events.push_back(changed(shop({deploying, active})));
        CPPUNIT_ASSERT_EQUAL(200, follow(events).status);
        events.pop_back();
        FakeHost fresh(&flyte_webhook_plugin);
        fresh.answer(getApp, got(shop({stopped}))).answer(updateApp, updated(shop({deploying}))).stream(watchApp, events);
        CPPUNIT_ASSERT_EQUAL(502, fresh.request("activate_app").parameter("name", "shop").parameter("wait", true).send().status);
    }

    void AnAppThatIsDeletedMeanwhileIsA404()
    {
        const auto reply = follow({present(shop({deploying})), deleted(shop({deploying}))});
        CPPUNIT_ASSERT_EQUAL(404, reply.status);
        CPPUNIT_ASSERT_EQUAL(std::string("App shop not found: it was deleted meanwhile"), reply.detail);
    }

    static void assertIsGone(const FakeReply& reply)
    {
        CPPUNIT_ASSERT_EQUAL(404, reply.status);
        CPPUNIT_ASSERT_EQUAL(std::string("App shop not found: gone"), reply.detail);
    }

    void AnUpdateThatFindsNoAppIsA404()
    {
        host.answer(getApp, got(shop({stopped}))).fail(updateApp, Code::NotFound, "gone");
        assertIsGone(send("activate_app"));
    }

    void AWatchThatFindsNoAppIsA404() { assertIsGone(follow({present(shop({deploying}))}, {Code::NotFound, "gone"})); }

    void AWatchThatEndsTooEarlyIsAnError()
    {
        const auto reply = follow({present(shop({deploying}))});
        CPPUNIT_ASSERT_EQUAL(502, reply.status);
        CPPUNIT_ASSERT_EQUAL(std::string("Activating the app shop, waiting for it: the control plane ended its watch before"),
                             reply.detail);
    }

    void AnEventThatCannotBeReadIsA502() { CPPUNIT_ASSERT_EQUAL(502, follow({"\xff\xff\xff"}).status); }

    void TheEndOfTheTimeIsA504()
    {
        const auto reply = follow({present(shop({deploying}))}, {Code::DeadlineExceeded, "time is over"});
        CPPUNIT_ASSERT_EQUAL(504, reply.status);
        CPPUNIT_ASSERT_EQUAL(std::string("Activating the app shop, waiting for it: time is over"), reply.detail);
    }

    void TheWatchIsForThatApp()
    {
        follow({present(shop({active}))});
        const auto id = messageOf<flyteidl2::app::WatchRequest>(host.calls(watchApp).at(0)).app_id();
        CPPUNIT_ASSERT_EQUAL(std::string("flytesnacks development shop"), id.project() + " " + id.domain() + " " + id.name());
    }

    void OtherFailuresKeepTheirStatus()
    {
        for (const std::string id : {"activate_app", "deactivate_app"})
            checkErrorTable(&flyte_webhook_plugin, updateApp, {},
                            [&](FakeHost& h)
                            {
                                h.answer(getApp, got(shop({pending})));
                                return h.request(id).parameter("name", "shop").send();
                            });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(AppStateTest);
