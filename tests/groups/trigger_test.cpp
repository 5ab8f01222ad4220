#include "descriptions.h"
#include "error_table.h"
#include "messages.h"
#include <cppunit/extensions/HelperMacros.h>
#include <flyteidl2/trigger/trigger_service.pb.h>

using namespace flyte_webhook;
using namespace flyte_webhook::testing;
using namespace flyteidl2::trigger;

/// activate_trigger and deactivate_trigger.
class TriggerTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TriggerTest);
    CPPUNIT_TEST(TheGroupHasItsEndpoints);
    CPPUNIT_TEST(TheEndpointsHaveTheirParameters);
    CPPUNIT_TEST(TheEndpointsAreDocumented);
    CPPUNIT_TEST(TaskAndTriggerAreGuardedTogether);
    CPPUNIT_TEST(ATriggerIsSwitchedOn);
    CPPUNIT_TEST(ATriggerIsSwitchedOff);
    CPPUNIT_TEST(ATriggerThatDoesNotExistIsA404AndNothingIsDone);
    CPPUNIT_TEST(AControlPlaneThatWillNotTellIsAskedAllTheSame);
    CPPUNIT_TEST(ProjectAndDomainMayBeGiven);
    CPPUNIT_TEST(OnlyTheQuestionMayBeRepeated);
    CPPUNIT_TEST(OtherFailuresKeepTheirStatus);
    CPPUNIT_TEST_SUITE_END();

    const std::string details = "flyteidl2.trigger.TriggerService/GetTriggerDetails";
    const std::string update = "flyteidl2.trigger.TriggerService/UpdateTriggers";
    FakeHost host{&flyte_webhook_plugin};

    static FakeRequest request(FakeHost& host, const std::string& id)
    {
        return host.request(id).parameter("task_name", "demo.add").parameter("trigger_name", "weekly run");
    }
    FakeReply send(const std::string& id) { return host.answer(details, "").answer(update, ""), request(host, id).send(); }
    UpdateTriggersRequest sent() { return messageOf<UpdateTriggersRequest>(host.calls(update).at(0)); }

public:
    void TheGroupHasItsEndpoints()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("trigger"), std::string(toView(host.table().name)));
        CPPUNIT_ASSERT_EQUAL(std::string("activate_trigger POST /trigger/{task_name}/{trigger_name}/activate guarded\n"
                                         "deactivate_trigger POST /trigger/{task_name}/{trigger_name}/deactivate guarded\n"),
                             endpointsOf(host.table()));
    }

    void TheEndpointsHaveTheirParameters()
    {
        for (const std::string id : {"activate_trigger", "deactivate_trigger"})
            CPPUNIT_ASSERT_EQUAL(
                std::string("task_name path string!\ntrigger_name path string!\nproject query string\ndomain query string\n"),
                parametersOf(host.table(), id));
    }

    void TheEndpointsAreDocumented() { checkDocumentation(host.table()); }

    void TaskAndTriggerAreGuardedTogether()
    {
        for (std::size_t i = 0; i < 2; ++i)
        {
            const auto& guard = *host.table().endpoints[i]->guard;
            CPPUNIT_ASSERT_EQUAL(std::uint32_t{FW_RESOURCE_TRIGGER}, guard.kind);
            CPPUNIT_ASSERT_EQUAL(std::string("task_name"), std::string(toView(guard.parameters[0])));
            CPPUNIT_ASSERT_EQUAL(std::string("trigger_name"), std::string(toView(guard.parameters[1])));
        }
    }

    void ATriggerIsSwitchedOn()
    {
        host.fact("webhook.org", "acme");
        const auto reply = send("activate_trigger");
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"task_name":"demo.add","trigger_name":"weekly run","active":true})"), reply.body);
        CPPUNIT_ASSERT_EQUAL(std::string("GetTriggerDetails UpdateTriggers"), methodsOf(host.calls()));
        CPPUNIT_ASSERT(sent().active());
        CPPUNIT_ASSERT_EQUAL(1, sent().names_size());
        const auto asked = messageOf<GetTriggerDetailsRequest>(host.calls(details).at(0)).name();
        CPPUNIT_ASSERT_EQUAL(sent().names(0).SerializeAsString(), asked.SerializeAsString());
        CPPUNIT_ASSERT_EQUAL(std::string("acme flytesnacks development demo.add weekly run"),
                             asked.org() + " " + asked.project() + " " + asked.domain() + " " + asked.task_name() + " " + asked.name());
    }

    void ATriggerIsSwitchedOff()
    {
        const auto reply = send("deactivate_trigger");
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"task_name":"demo.add","trigger_name":"weekly run","active":false})"), reply.body);
        CPPUNIT_ASSERT(!sent().active());
    }

    void ATriggerThatDoesNotExistIsA404AndNothingIsDone()
    {
        host.fail(details, Code::NotFound, "gone");
        const auto reply = request(host, "activate_trigger").send();
        CPPUNIT_ASSERT_EQUAL(404, reply.status);
        CPPUNIT_ASSERT_EQUAL(std::string("Trigger demo.add/weekly run not found: gone"), reply.detail);
        CPPUNIT_ASSERT(host.calls(update).empty());
    }

    void AControlPlaneThatWillNotTellIsAskedAllTheSame()
    {
        for (int code = 1; code <= 16; ++code)
        {
            if (static_cast<Code>(code) == Code::NotFound) continue;
            FakeHost fresh(&flyte_webhook_plugin);
            fresh.fail(details, static_cast<Code>(code), "no").answer(update, "");
            CPPUNIT_ASSERT_EQUAL_MESSAGE(std::to_string(code), 200, request(fresh, "activate_trigger").send().status);
        }
    }

    void ProjectAndDomainMayBeGiven()
    {
        host.answer(details, "").answer(update, "");
        request(host, "activate_trigger").parameter("project", "p").parameter("domain", "d").send();
        CPPUNIT_ASSERT_EQUAL(std::string("p d"), sent().names(0).project() + " " + sent().names(0).domain());
    }

    void OnlyTheQuestionMayBeRepeated()
    {
        send("activate_trigger");
        CPPUNIT_ASSERT(host.calls(details).at(0).repeatable);
        CPPUNIT_ASSERT(!host.calls(update).at(0).repeatable);
    }

    void OtherFailuresKeepTheirStatus()
    {
        checkErrorTable(&flyte_webhook_plugin, update, {},
                        [&](FakeHost& h) { return h.answer(details, ""), request(h, "deactivate_trigger").send(); });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TriggerTest);
