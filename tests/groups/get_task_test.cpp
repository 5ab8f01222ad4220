#include "descriptions.h"
#include "error_table.h"
#include "messages.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook;
using namespace flyte_webhook::testing;

namespace
{

FakeReply getTask(FakeHost& host, const std::string& version = {}, const std::string& name = "demo.add")
{
    auto request = host.request("get_task");
    request.parameter("domain", "staging").parameter("project", "shop").parameter("name", name);
    if (!version.empty()) request.parameter("version", version);
    return request.send();
}

std::string part(const FakeReply& reply, const char* key)
{
    const auto json = reply.json();
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
    json[key].Accept(writer);
    return buffer.GetString();
}

} // namespace

/// get_task: which version is looked up, and what is told of it.
class GetTaskTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(GetTaskTest);
    CPPUNIT_TEST(TheGroupHasItsEndpoints);
    CPPUNIT_TEST(TheEndpointsAreDocumented);
    CPPUNIT_TEST(TheNewestVersionIsAskedForByName);
    CPPUNIT_TEST(AGivenVersionIsReadAtOnce);
    CPPUNIT_TEST(AnEmptyVersionMeansTheNewest);
    CPPUNIT_TEST(ReadingMayBeRepeated);
    CPPUNIT_TEST(TheAnswerHasItsKeysInOrder);
    CPPUNIT_TEST(RequiredAreTheInputsWithoutADefaultInTheInterfacesOrder);
    CPPUNIT_TEST(DefaultsKeepTheirOwnOrder);
    CPPUNIT_TEST(ADefaultThatIsRequiredIsNone);
    CPPUNIT_TEST(CacheIsDisabledUnlessDiscoverable);
    CPPUNIT_TEST(CacheIsOverriddenByAVersion);
    CPPUNIT_TEST(CacheIsAutomaticWithoutAVersion);
    CPPUNIT_TEST(SecretsAreToldByTheirKeys);
    CPPUNIT_TEST(NoSuchNameIsA404);
    CPPUNIT_TEST(NoSuchProjectIsA404);
    CPPUNIT_TEST(NoSuchVersionIsA404ThatNamesIt);
    CPPUNIT_TEST(ARowOfAnotherNameIsNoAnswer);
    CPPUNIT_TEST(OtherFailuresKeepTheirStatus);
    CPPUNIT_TEST_SUITE_END();

    FakeHost host{&flyte_webhook_plugin};

    FakeReply told(const flyteidl2::task::TaskSpec& spec)
    {
        host.answer(getTaskDetails, detailsOf(spec));
        return getTask(host, "v1");
    }

public:
    void TheGroupHasItsEndpoints()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("task"), std::string(toView(host.table().name)));
        CPPUNIT_ASSERT_EQUAL(std::string("run_task POST /run-task/{domain}/{project}/{name} guarded\n"
                                         "get_task GET /task/{domain}/{project}/{name} guarded\n"
                                         "get_task_schema GET /task/{domain}/{project}/{name}/schema guarded\n"),
                             endpointsOf(host.table()));
        const std::string parameters = "domain path string!\nproject path string!\nname path string!\nversion query string\n";
        for (const auto* id : {"get_task", "get_task_schema"}) CPPUNIT_ASSERT_EQUAL(parameters, parametersOf(host.table(), id));
        CPPUNIT_ASSERT_EQUAL(parameters + "dry_run query boolean = false\n", parametersOf(host.table(), "run_task"));
    }

    void TheEndpointsAreDocumented() { checkDocumentation(host.table()); }

    void TheNewestVersionIsAskedForByName()
    {
        host.fact("webhook.org", "acme").answer(listTasks, listed("demo.add", "v2")).answer(getTaskDetails, detailsOf(adder()));
        getTask(host);
        CPPUNIT_ASSERT_EQUAL(std::string("ListTasks GetTaskDetails"), methodsOf(host.calls()));
        const auto list = messageOf<flyteidl2::task::ListTasksRequest>(host.calls()[0]);
        CPPUNIT_ASSERT_EQUAL(std::string("acme"), list.project_id().organization());
        CPPUNIT_ASSERT_EQUAL(std::string("shop"), list.project_id().name());
        CPPUNIT_ASSERT_EQUAL(std::string("staging"), list.project_id().domain());
        CPPUNIT_ASSERT_EQUAL(1u, list.request().limit());
        CPPUNIT_ASSERT_EQUAL(std::string("created_at"), list.request().sort_by().key());
        CPPUNIT_ASSERT(list.request().sort_by().direction() == flyteidl2::common::Sort::DESCENDING);
        CPPUNIT_ASSERT_EQUAL(1, list.request().filters_size());
        CPPUNIT_ASSERT(list.request().filters(0).function() == flyteidl2::common::Filter::EQUAL);
        CPPUNIT_ASSERT_EQUAL(std::string("name"), list.request().filters(0).field());
        CPPUNIT_ASSERT_EQUAL(std::string("demo.add"), list.request().filters(0).values(0));
        const auto id = messageOf<flyteidl2::task::GetTaskDetailsRequest>(host.calls()[1]).task_id();
        CPPUNIT_ASSERT_EQUAL(std::string("acme/shop/staging/demo.add/v2"),
                             id.org() + "/" + id.project() + "/" + id.domain() + "/" + id.name() + "/" + id.version());
    }

    void AGivenVersionIsReadAtOnce()
    {
        host.answer(getTaskDetails, detailsOf(adder()));
        const auto reply = getTask(host, "v9");
        CPPUNIT_ASSERT_EQUAL(std::string("GetTaskDetails"), methodsOf(host.calls()));
        CPPUNIT_ASSERT_EQUAL(std::string("\"v9\""), part(reply, "version"));
    }

    void AnEmptyVersionMeansTheNewest()
    {
        host.answer(listTasks, listed("demo.add", "v2")).answer(getTaskDetails, detailsOf(adder()));
        const auto reply = host.request("get_task")
                               .parameter("domain", "d")
                               .parameter("project", "p")
                               .parameter("name", "demo.add")
                               .parameter("version", "")
                               .send();
        CPPUNIT_ASSERT_EQUAL(std::string("\"v2\""), part(reply, "version"));
    }

    void ReadingMayBeRepeated()
    {
        host.answer(listTasks, listed("demo.add", "v2")).answer(getTaskDetails, detailsOf(adder()));
        getTask(host);
        for (const auto& call : host.calls()) CPPUNIT_ASSERT_MESSAGE(call.method, call.repeatable && call.endpoint.empty());
    }

    void TheAnswerHasItsKeysInOrder()
    {
        host.answer(listTasks, listed("demo.add", "v2"));
        host.answer(getTaskDetails, detailsOf(adder()));
        const auto reply = getTask(host);
        CPPUNIT_ASSERT_EQUAL(200, reply.status);
        CPPUNIT_ASSERT_EQUAL(
            std::string(R"({"name":"demo.add","version":"v2","task_type":"python","required_args":["a"],"default_input_args":["b","c"],)"
                        R"("cache":{"behavior":"disable","version_override":null,"serialize":false},"secrets":[]})"),
            reply.body);
    }

    void RequiredAreTheInputsWithoutADefaultInTheInterfacesOrder()
    {
        flyteidl2::task::TaskSpec spec;
        for (const char* name : {"z", "d", "a"}) addInput(spec, name, flyteidl2::core::SimpleType::INTEGER);
        addDefault(spec, "d", 1);
        CPPUNIT_ASSERT_EQUAL(std::string(R"(["z","a"])"), part(told(spec), "required_args"));
    }

    void DefaultsKeepTheirOwnOrder()
    {
        flyteidl2::task::TaskSpec spec;
        for (const char* name : {"a", "b"}) addInput(spec, name, flyteidl2::core::SimpleType::INTEGER);
        addDefault(spec, "b", 1);
        addDefault(spec, "a", 1);
        const auto reply = told(spec);
        CPPUNIT_ASSERT_EQUAL(std::string(R"(["b","a"])"), part(reply, "default_input_args"));
        CPPUNIT_ASSERT_EQUAL(std::string("[]"), part(reply, "required_args"));
    }

    void ADefaultThatIsRequiredIsNone()
    {
        flyteidl2::task::TaskSpec spec;
        addInput(spec, "a", flyteidl2::core::SimpleType::INTEGER);
        spec.add_default_inputs()->set_name("a");
        spec.mutable_default_inputs(0)->mutable_parameter()->set_required(true);
        CPPUNIT_ASSERT_EQUAL(std::string(R"(["a"])"), part(told(spec), "required_args"));
    }

    void CacheIsDisabledUnlessDiscoverable()
    {
        auto spec = adder();
        spec.mutable_task_template()->mutable_metadata()->set_discovery_version("digest");
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"behavior":"disable","version_override":"digest","serialize":false})"),
                             part(told(spec), "cache"));
    }

    void CacheIsOverriddenByAVersion()
    {
        auto spec = adder();
        spec.mutable_task_template()->mutable_metadata()->set_discoverable(true);
        spec.mutable_task_template()->mutable_metadata()->set_discovery_version("c2");
        spec.mutable_task_template()->mutable_metadata()->set_cache_serializable(true);
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"behavior":"override","version_override":"c2","serialize":true})"), part(told(spec), "cache"));
    }

    void CacheIsAutomaticWithoutAVersion()
    {
        auto spec = adder();
        spec.mutable_task_template()->mutable_metadata()->set_discoverable(true);
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"behavior":"auto","version_override":null,"serialize":false})"), part(told(spec), "cache"));
    }

    void SecretsAreToldByTheirKeys()
    {
        auto spec = adder();
        for (const char* key : {"API_TOKEN", "DB_PASSWORD"})
            spec.mutable_task_template()->mutable_security_context()->add_secrets()->set_key(key);
        CPPUNIT_ASSERT_EQUAL(std::string(R"(["API_TOKEN","DB_PASSWORD"])"), part(told(spec), "secrets"));
    }

    void NoSuchNameIsA404()
    {
        host.answer(listTasks, "");
        const auto reply = getTask(host);
        CPPUNIT_ASSERT_EQUAL(404, reply.status);
        CPPUNIT_ASSERT_EQUAL(std::string("Task demo.add with version latest in staging/shop not found"), reply.detail);
        CPPUNIT_ASSERT_EQUAL(std::string("ListTasks"), methodsOf(host.calls()));
    }

    void NoSuchProjectIsA404()
    {
        host.fail(listTasks, Code::NotFound, "project \"shop\" not found");
        CPPUNIT_ASSERT_EQUAL(std::string("Task demo.add with version latest in staging/shop not found"), getTask(host).detail);
    }

    void NoSuchVersionIsA404ThatNamesIt()
    {
        host.fail(getTaskDetails, Code::NotFound, "task not found");
        const auto reply = getTask(host, "v77");
        CPPUNIT_ASSERT_EQUAL(404, reply.status);
        CPPUNIT_ASSERT_EQUAL(std::string("Task demo.add with version v77 in staging/shop not found"), reply.detail);
    }

    void ARowOfAnotherNameIsNoAnswer()
    {
        host.answer(listTasks, listed("demo.addition", "v2"));
        CPPUNIT_ASSERT_EQUAL(404, getTask(host).status);
    }

    void OtherFailuresKeepTheirStatus()
    {
        checkErrorTable(&flyte_webhook_plugin, listTasks, {5}, [](FakeHost& h) { return getTask(h); });
        checkErrorTable(&flyte_webhook_plugin, getTaskDetails, {5}, [](FakeHost& h) { return getTask(h, "v1"); });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(GetTaskTest);
