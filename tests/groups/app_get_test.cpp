#include "app_messages.h"
#include "descriptions.h"
#include "error_table.h"
#include "messages.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook;
using namespace flyte_webhook::testing;

/// get_app, and what the four endpoints of the group have in common.
class AppGetTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(AppGetTest);
    CPPUNIT_TEST(TheGroupHasItsEndpoints);
    CPPUNIT_TEST(TheEndpointsHaveTheirParameters);
    CPPUNIT_TEST(TheEndpointsAreDocumented);
    CPPUNIT_TEST(TheWebhookItselfIsRefusedByEach);
    CPPUNIT_TEST(AnAppIsToldInTheOrderOfTheContract);
    CPPUNIT_TEST(TheLastConditionCounts);
    CPPUNIT_TEST(AnAppWithoutConditionsOrAddressIsNeither);
    CPPUNIT_TEST(ProjectAndDomainMayBeGiven);
    CPPUNIT_TEST(NoSuchAppIsA404);
    CPPUNIT_TEST(AnAppThatWasNotAskedForIsA404ForEachEndpoint);
    CPPUNIT_TEST(OtherFailuresKeepTheirStatus);
    CPPUNIT_TEST_SUITE_END();

    FakeHost host{&flyte_webhook_plugin};

    FakeReply get(const flyteidl2::app::App& app)
    {
        host.answer(getApp, got(app));
        return host.request("get_app").parameter("name", "shop").send();
    }

public:
    void TheGroupHasItsEndpoints()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("app"), std::string(toView(host.table().name)));
        CPPUNIT_ASSERT_EQUAL(std::string("get_app GET /app/{name} guarded\n"
                                         "activate_app POST /app/{name}/activate guarded\n"
                                         "deactivate_app POST /app/{name}/deactivate guarded\n"
                                         "call_app POST /app/{name}/call guarded\n"),
                             endpointsOf(host.table()));
    }

    void TheEndpointsHaveTheirParameters()
    {
        const std::string common = "name path string!\nproject query string\ndomain query string\n";
        CPPUNIT_ASSERT_EQUAL(common, parametersOf(host.table(), "get_app"));
        CPPUNIT_ASSERT_EQUAL(common + "wait query boolean = false\n", parametersOf(host.table(), "activate_app"));
        CPPUNIT_ASSERT_EQUAL(common + "wait query boolean = false\n", parametersOf(host.table(), "deactivate_app"));
        CPPUNIT_ASSERT_EQUAL(std::string("name path string!\npath query string!\nmethod query string = GET\nproject query string\n"
                                         "domain query string\npayload body object\nquery_params body object\n"),
                             parametersOf(host.table(), "call_app"));
    }

    void TheEndpointsAreDocumented() { checkDocumentation(host.table()); }

    void TheWebhookItselfIsRefusedByEach()
    {
        const char* const details[] = {"Cannot get status of self", "Cannot activate self", "Cannot deactivate self", "Cannot call self"};
        for (std::size_t i = 0; i < 4; ++i)
        {
            const auto& guard = *host.table().endpoints[i]->guard;
            CPPUNIT_ASSERT_EQUAL(std::uint32_t{FW_RESOURCE_APP}, guard.kind);
            CPPUNIT_ASSERT_EQUAL(std::string(details[i]), std::string(toView(guard.self_refusal)));
        }
    }

    void AnAppIsToldInTheOrderOfTheContract()
    {
        const auto reply = get(shop({pending, active}));
        CPPUNIT_ASSERT_EQUAL(200, reply.status);
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"name":"shop","revision":7,"endpoint":"https://shop.apps.example.com/base/","is_active":true,)"
                                         R"("is_deactivated":false,)"
                                         R"("url":"http://console/v2/domain/development/project/flytesnacks/apps/shop"})"),
                             reply.body);
        CPPUNIT_ASSERT_EQUAL(std::string("Get"), methodsOf(host.calls()));
        CPPUNIT_ASSERT(host.calls()[0].repeatable);
    }

    void TheLastConditionCounts()
    {
        const auto state = [](std::initializer_list<AppStatus::DeploymentStatus> conditions)
        {
            FakeHost fresh(&flyte_webhook_plugin);
            fresh.answer(getApp, got(shop(conditions)));
            const auto json = fresh.request("get_app").parameter("name", "shop").send().json();
            return std::string(json["is_active"].GetBool() ? "active" : "") + (json["is_deactivated"].GetBool() ? "deactivated" : "");
        };
        CPPUNIT_ASSERT_EQUAL(std::string("active"), state({failed, active}));
        CPPUNIT_ASSERT_EQUAL(std::string("active"), state({stopped, started}));
        CPPUNIT_ASSERT_EQUAL(std::string("deactivated"), state({active, stopped}));
        CPPUNIT_ASSERT_EQUAL(std::string("deactivated"), state({active, unassigned}));
        for (const auto status : {unspecified, assigned, pending, failed, deploying, AppStatus::DEPLOYMENT_STATUS_SCALING_UP,
                                  AppStatus::DEPLOYMENT_STATUS_SCALING_DOWN})
            CPPUNIT_ASSERT_EQUAL(std::string(), state({active, status}));
    }

    void AnAppWithoutConditionsOrAddressIsNeither()
    {
        auto app = shop({});
        app.mutable_status()->clear_ingress();
        const auto json = get(app).json();
        CPPUNIT_ASSERT_EQUAL(std::string(), std::string(json["endpoint"].GetString()));
        CPPUNIT_ASSERT(!json["is_active"].GetBool() && !json["is_deactivated"].GetBool());
    }

    void ProjectAndDomainMayBeGiven()
    {
        host.fact("webhook.org", "acme").answer(getApp, got(spelled(shop({active}), "p", "d", "shop")));
        const auto reply = host.request("get_app").parameter("name", "shop").parameter("project", "p").parameter("domain", "d").send();
        CPPUNIT_ASSERT_EQUAL(std::string("http://console/v2/domain/d/project/p/apps/shop"), std::string(reply.json()["url"].GetString()));
        const auto id = messageOf<flyteidl2::app::GetRequest>(host.calls()[0]).app_id();
        CPPUNIT_ASSERT_EQUAL(std::string("acme p d shop"), id.org() + " " + id.project() + " " + id.domain() + " " + id.name());
    }

    void NoSuchAppIsA404()
    {
        host.fail(getApp, Code::NotFound, "gone");
        const auto reply = host.request("get_app").parameter("name", "shop").send();
        CPPUNIT_ASSERT_EQUAL(404, reply.status);
        CPPUNIT_ASSERT_EQUAL(std::string("App shop not found: gone"), reply.detail);
    }

    void AnAppThatWasNotAskedForIsA404ForEachEndpoint()
    {
        const auto app = shop({stopped});
        for (const std::string id : {"get_app", "activate_app", "deactivate_app", "call_app"})
            for (const auto& other :
                 {spelled(app, "flytesnacks", "development", "SHOP"), spelled(app, "Flytesnacks", "development", "shop"),
                  spelled(app, "flytesnacks", "Development", "shop"), spelled(app, "snacks", "development", "shop-flyte"),
                  spelled(app, "flytesnacks", "development", "shop "), flyteidl2::app::App()})
            {
                FakeHost fresh(&flyte_webhook_plugin);
                fresh.answer(getApp, got(other));
                auto request = fresh.request(id);
                if (id == "call_app") request.parameter("path", "/x");
                const auto reply = request.parameter("name", "shop").send();
                CPPUNIT_ASSERT_EQUAL_MESSAGE(id, 404, reply.status);
                CPPUNIT_ASSERT_EQUAL(std::string("App shop not found in development/flytesnacks"), reply.detail);
                CPPUNIT_ASSERT_EQUAL_MESSAGE(id, std::string("Get"), methodsOf(fresh.calls()));
                CPPUNIT_ASSERT_MESSAGE(id, fresh.httpCalls().empty());
            }
    }

    void OtherFailuresKeepTheirStatus()
    {
        checkErrorTable(&flyte_webhook_plugin, getApp, {},
                        [](FakeHost& h) { return h.request("get_app").parameter("name", "shop").send(); });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(AppGetTest);
