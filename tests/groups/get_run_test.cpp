#include "descriptions.h"
#include "error_table.h"
#include "messages.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook;
using namespace flyte_webhook::testing;

/// get_run: how far a run has come.
class GetRunTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(GetRunTest);
    CPPUNIT_TEST(TheGroupHasItsEndpoints);
    CPPUNIT_TEST(TheEndpointsAreDocumented);
    CPPUNIT_TEST(EachPhaseHasItsName);
    CPPUNIT_TEST(TheAnswerHasItsKeysInOrder);
    CPPUNIT_TEST(APhaseThatIsNotKnownYetIsUnspecified);
    CPPUNIT_TEST(ARunWithoutAnActionIsUnspecified);
    CPPUNIT_TEST(TheConfiguredPlaceIsAsked);
    CPPUNIT_TEST(ProjectAndDomainMayBeGiven);
    CPPUNIT_TEST(AnEmptyProjectOrDomainIsNoneGiven);
    CPPUNIT_TEST(ANameIsOneSegmentOfTheUrl);
    CPPUNIT_TEST(ReadingMayBeRepeated);
    CPPUNIT_TEST(NoSuchRunIsA404);
    CPPUNIT_TEST(OtherFailuresKeepTheirStatus);
    CPPUNIT_TEST_SUITE_END();

    FakeHost host{&flyte_webhook_plugin};

    FakeReply get(const std::string& name = "r1") { return host.request("get_run").parameter("name", name).send(); }
    flyteidl2::common::RunIdentifier asked()
    {
        return messageOf<flyteidl2::workflow::GetRunDetailsRequest>(host.calls(getRunDetails).back()).run_id();
    }

public:
    void TheGroupHasItsEndpoints()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("run"), std::string(toView(host.table().name)));
        CPPUNIT_ASSERT_EQUAL(std::string("get_run GET /run/{name}\nget_run_io GET /run/{name}/io\nabort_run POST /run/{name}/abort\n"),
                             endpointsOf(host.table()));
        CPPUNIT_ASSERT_EQUAL(std::string("name path string!\nproject query string\ndomain query string\n"),
                             parametersOf(host.table(), "get_run_io"));
        CPPUNIT_ASSERT_EQUAL(std::string("name path string!\nreason query string = Aborted via webhook API\nproject query string\n"
                                         "domain query string\n"),
                             parametersOf(host.table(), "abort_run"));
    }

    void TheEndpointsAreDocumented() { checkDocumentation(host.table()); }

    void EachPhaseHasItsName()
    {
        const std::pair<const char*, bool> phases[] = {{"unspecified", false},  {"queued", false},  {"waiting_for_resources", false},
                                                       {"initializing", false}, {"running", false}, {"succeeded", true},
                                                       {"failed", true},        {"aborted", true},  {"timed_out", true},
                                                       {"paused", false},       {"recovered", true}};
        for (int phase = 0; phase <= 10; ++phase) host.answer(getRunDetails, runIn(flyteidl2::common::ActionPhase(phase)));
        for (const auto& [name, done] : phases)
        {
            const auto json = get().json();
            CPPUNIT_ASSERT_EQUAL(std::string(name), std::string(json["phase"].GetString()));
            CPPUNIT_ASSERT_EQUAL_MESSAGE(name, done, json["done"].GetBool());
        }
    }

    void TheAnswerHasItsKeysInOrder()
    {
        host.answer(getRunDetails, runIn(flyteidl2::common::ACTION_PHASE_RUNNING));
        CPPUNIT_ASSERT_EQUAL(
            std::string(
                R"({"name":"r1","phase":"running","url":"http://console/v2/domain/development/project/flytesnacks/runs/r1","done":false})"),
            get().body);
    }

    void APhaseThatIsNotKnownYetIsUnspecified()
    {
        host.answer(getRunDetails, runIn(flyteidl2::common::ActionPhase(77)));
        CPPUNIT_ASSERT_EQUAL(std::string("unspecified"), std::string(get().json()["phase"].GetString()));
    }

    void ARunWithoutAnActionIsUnspecified()
    {
        host.answer(getRunDetails, "");
        const auto json = get().json();
        CPPUNIT_ASSERT_EQUAL(std::string("unspecified"), std::string(json["phase"].GetString()));
        CPPUNIT_ASSERT(!json["done"].GetBool());
    }

    void TheConfiguredPlaceIsAsked()
    {
        host.fact("webhook.org", "acme").fact("webhook.project", "lab").fact("webhook.domain", "production");
        get();
        CPPUNIT_ASSERT_EQUAL(std::string("acme lab production r1"),
                             asked().org() + " " + asked().project() + " " + asked().domain() + " " + asked().name());
    }

    void ProjectAndDomainMayBeGiven()
    {
        host.answer(getRunDetails, "");
        const auto reply = host.request("get_run").parameter("name", "r1").parameter("project", "p").parameter("domain", "d").send();
        CPPUNIT_ASSERT_EQUAL(std::string("p d"), asked().project() + " " + asked().domain());
        CPPUNIT_ASSERT_EQUAL(std::string("http://console/v2/domain/d/project/p/runs/r1"), std::string(reply.json()["url"].GetString()));
    }

    void AnEmptyProjectOrDomainIsNoneGiven()
    {
        host.request("get_run").parameter("name", "r1").parameter("project", "").parameter("domain", "").send();
        CPPUNIT_ASSERT_EQUAL(std::string("flytesnacks development"), asked().project() + " " + asked().domain());
    }

    void ANameIsOneSegmentOfTheUrl()
    {
        host.answer(getRunDetails, "");
        CPPUNIT_ASSERT_EQUAL(std::string("http://console/v2/domain/development/project/flytesnacks/runs/a%2Fb%3Fc%20%C3%BC"),
                             std::string(get("a/b?c ü").json()["url"].GetString()));
        CPPUNIT_ASSERT_EQUAL(std::string("a/b?c ü"), asked().name());
    }

    void ReadingMayBeRepeated()
    {
        get();
        CPPUNIT_ASSERT_EQUAL(std::string("GetRunDetails"), methodsOf(host.calls()));
        CPPUNIT_ASSERT(host.calls()[0].repeatable);
    }

    void NoSuchRunIsA404()
    {
        host.fail(getRunDetails, Code::NotFound, "run not found: x");
        const auto reply = get();
        CPPUNIT_ASSERT_EQUAL(404, reply.status);
        CPPUNIT_ASSERT_EQUAL(std::string("Run r1 not found: run not found: x"), reply.detail);
    }

    void OtherFailuresKeepTheirStatus()
    {
        checkErrorTable(&flyte_webhook_plugin, getRunDetails, {},
                        [](FakeHost& h) { return h.request("get_run").parameter("name", "r1").send(); });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(GetRunTest);
