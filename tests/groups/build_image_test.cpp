#include "build_host.h"
#include "descriptions.h"
#include "error_table.h"
#include <cppunit/extensions/HelperMacros.h>
#include <flyteidl2/cluster/payload.pb.h>
#include <flyteidl2/imagebuilder/definition.pb.h>

using namespace flyte_webhook;
using namespace flyte_webhook::testing;

/// build_image: what is asked of the control plane, in which order, and what is answered.
class BuildImageTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(BuildImageTest);
    CPPUNIT_TEST(TheGroupHasItsEndpoint);
    CPPUNIT_TEST(TheEndpointIsDocumented);
    CPPUNIT_TEST(TheAnswerHasItsKeysInOrder);
    CPPUNIT_TEST(WhatWasAskedForIsAnswered);
    CPPUNIT_TEST(AnEmptyListStaysOneAndAnEmptyTextIsNone);
    CPPUNIT_TEST(TheCallsComeInTheirOrder);
    CPPUNIT_TEST(OnlyWhatChangesNothingIsRepeated);
    CPPUNIT_TEST(TheImageIsLookedForByItsTarget);
    CPPUNIT_TEST(AnImageThatIsThereIsAnsweredWithNoRun);
    CPPUNIT_TEST(AnImageThatCannotBeLookedForIsBuilt);
    CPPUNIT_TEST(TheRunGetsSpecContextAndTarget);
    CPPUNIT_TEST(TheRunIsMadeInTheConfiguredPlace);
    CPPUNIT_TEST(TheConfiguredTaskIsRun);
    CPPUNIT_TEST(EachCallGoesToItsCluster);
    CPPUNIT_TEST(WithoutABuilderItIsA501);
    CPPUNIT_TEST(ABuilderWithOtherInputsIsA501);
    CPPUNIT_TEST(AFailureKeepsItsStatus);
    CPPUNIT_TEST(ATaskThatIsNoneRefusesTheStart);
    CPPUNIT_TEST_SUITE_END();

    FakeHost host{&flyte_webhook_plugin};

    FakeReply build(const std::string& name = "img") { return host.request("build_image").parameter("name", name).send(); }
    template <typename T> T sent(const std::string& method) { return messageOf<T>(host.calls(method).at(0)); }

    std::string input(const std::string& name)
    {
        const auto request = sent<flyteidl2::dataproxy::UploadInputsRequest>(uploadInputs);
        for (const auto& literal : request.inputs().literals())
            if (literal.name() == name) return literal.value().scalar().primitive().string_value();
        return "none";
    }

    void refusesStart(const std::string& key, const std::string& value, const std::string& part)
    {
        FakeHost fresh(&flyte_webhook_plugin);
        fresh.setting(key, value);
        try
        {
            fresh.start();
            CPPUNIT_FAIL("started with " + key + " = " + value);
        }
        catch (const StartRefused& e)
        {
            const std::string reason = e.what();
            CPPUNIT_ASSERT_MESSAGE(reason, reason.find(key + ": '" + value + "'") != std::string::npos);
            CPPUNIT_ASSERT_MESSAGE(reason, reason.find(part) != std::string::npos);
        }
    }

public:
    void TheGroupHasItsEndpoint()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("build_image POST /build-image\n"), endpointsOf(host.table()));
        CPPUNIT_ASSERT_EQUAL(std::string("base_image either string\npython_version either string\nflyte_version either string\n"
                                         "name either string\npre either boolean = false\npip_packages either list\n"
                                         "apt_packages either list\nplatform either list\n"),
                             parametersOf(host.table(), "build_image"));
    }

    void TheEndpointIsDocumented() { checkDocumentation(host.table()); }

    void TheAnswerHasItsKeysInOrder()
    {
        scriptBuilder(host);
        const auto reply = host.request("build_image").send();
        CPPUNIT_ASSERT_EQUAL_MESSAGE(reply.body, 200, reply.status);
        CPPUNIT_ASSERT_EQUAL(
            std::string(R"({"image_build_run_url":"http://console/v2/domain/development/project/flytesnacks/runs/r1","image_name":null,)"
                        R"("base_image":"flyte-debian-base","pip_packages":null,"apt_packages":null,"image_build_run_name":"r1"})"),
            reply.body);
    }

    void WhatWasAskedForIsAnswered()
    {
        scriptBuilder(host);
        auto request = host.request("build_image");
        request.parameter("name", "team/img").parameter("base_image", "python:3.12-slim");
        request.parameter("pip_packages", std::vector<std::string>{"b", "a"}).parameter("apt_packages", std::vector<std::string>{"git"});
        const auto body = request.send().body;
        CPPUNIT_ASSERT_MESSAGE(body, body.find(R"("image_name":"team/img","base_image":"python:3.12-slim","pip_packages":["b","a"],)"
                                               R"("apt_packages":["git"],)") != std::string::npos);
    }

    void AnEmptyListStaysOneAndAnEmptyTextIsNone()
    {
        scriptBuilder(host);
        auto request = host.request("build_image");
        for (const char* name : {"name", "base_image", "python_version", "flyte_version"}) request.parameter(name, "");
        const auto reply = request.parameter("pip_packages", std::vector<std::string>{}).send();
        CPPUNIT_ASSERT_MESSAGE(reply.body, reply.body.find(R"("image_name":null,"base_image":"flyte-debian-base","pip_packages":[],)"
                                                           R"("apt_packages":null,)") != std::string::npos);
    }

    void TheCallsComeInTheirOrder()
    {
        scriptBuilder(host);
        build();
        CPPUNIT_ASSERT_EQUAL(std::string("ListTasks GetTaskDetails SelectCluster GetImage SelectCluster CreateUploadLocation SelectCluster "
                                         "UploadInputs CreateRun"),
                             methodsOf(host.calls()));
        CPPUNIT_ASSERT_EQUAL(std::size_t(1), host.httpCalls().size());
    }

    void OnlyWhatChangesNothingIsRepeated()
    {
        scriptBuilder(host);
        build();
        for (const auto& call : host.calls())
            CPPUNIT_ASSERT_EQUAL_MESSAGE(call.method, call.method != uploadInputs && call.method != createRun, call.repeatable);
    }

    void TheImageIsLookedForByItsTarget()
    {
        host.fact("webhook.org", "acme");
        scriptBuilder(host);
        build("img");
        const auto request = sent<flyteidl2::imagebuilder::GetImageRequest>(getImage);
        CPPUNIT_ASSERT_EQUAL(input("target_image"), request.id().name());
        CPPUNIT_ASSERT_EQUAL(std::string("acme"), request.organization());
        CPPUNIT_ASSERT_EQUAL(std::string("acme flytesnacks development"),
                             request.project_id().organization() + " " + request.project_id().name() + " " + request.project_id().domain());
    }

    void AnImageThatIsThereIsAnsweredWithNoRun()
    {
        flyteidl2::imagebuilder::GetImageResponse image;
        image.mutable_image()->set_fqin("registry.example.com/img:1");
        host.answer(getImage, image.SerializeAsString());
        scriptBuilder(host, {getImage});
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"image_build_run_url":null,"image_name":"img","base_image":"flyte-debian-base",)"
                                         R"("pip_packages":null,"apt_packages":null,"image_build_run_name":null})"),
                             build().body);
        CPPUNIT_ASSERT_EQUAL(std::string("ListTasks GetTaskDetails SelectCluster GetImage"), methodsOf(host.calls()));
        CPPUNIT_ASSERT(host.httpCalls().empty());
    }

    void AnImageThatCannotBeLookedForIsBuilt()
    {
        for (int code = 1; code <= 16; ++code)
        {
            FakeHost fresh(&flyte_webhook_plugin);
            fresh.fail(getImage, static_cast<Code>(code), "no");
            scriptBuilder(fresh, {getImage});
            CPPUNIT_ASSERT_EQUAL(200, fresh.request("build_image").send().status);
            CPPUNIT_ASSERT_EQUAL(std::size_t(1), fresh.calls(createRun).size());
        }
        host.answer(getImage, "\xff\xff no message");
        scriptBuilder(host, {getImage});
        CPPUNIT_ASSERT_EQUAL(200, build().status);
    }

    void TheRunGetsSpecContextAndTarget()
    {
        scriptBuilder(host);
        build("img");
        CPPUNIT_ASSERT_EQUAL(std::string("s3://bucket/spec.pb"), input("spec"));
        CPPUNIT_ASSERT_EQUAL(std::string(), input("context"));
        const auto target = input("target_image");
        CPPUNIT_ASSERT_MESSAGE(target, target.rfind("img:", 0) == 0 && target.size() > 20);
        const auto create = sent<flyteidl2::workflow::CreateRunRequest>(createRun);
        CPPUNIT_ASSERT_EQUAL(std::string("s3://inputs/1"), create.offloaded_input_data().uri());
        CPPUNIT_ASSERT(create.run_spec().cache_config().cache_lookup_scope() == flyteidl2::task::CACHE_LOOKUP_SCOPE_PROJECT_DOMAIN);
        CPPUNIT_ASSERT(!create.run_spec().cache_config().overwrite_cache());
    }

    void TheRunIsMadeInTheConfiguredPlace()
    {
        host.fact("webhook.org", "acme").fact("webhook.project", "shop").fact("webhook.domain", "staging");
        scriptBuilder(host);
        build();
        const auto location = sent<flyteidl2::dataproxy::CreateUploadLocationRequest>(createUploadLocation);
        CPPUNIT_ASSERT_EQUAL(std::string("acme shop staging"), location.org() + " " + location.project() + " " + location.domain());
        const auto create = sent<flyteidl2::workflow::CreateRunRequest>(createRun);
        CPPUNIT_ASSERT_EQUAL(std::string("shop staging"), create.project_id().name() + " " + create.project_id().domain());
        CPPUNIT_ASSERT_EQUAL(std::string("system production build-image b2"), create.task_id().project() + " " + create.task_id().domain() +
                                                                                  " " + create.task_id().name() + " " +
                                                                                  create.task_id().version());
    }

    void TheConfiguredTaskIsRun()
    {
        host.setting("task", "tools/staging/images.build");
        host.answer(listTasks, listed("images.build", "v1"));
        scriptBuilder(host, {listTasks});
        build();
        const auto list = sent<flyteidl2::task::ListTasksRequest>(listTasks);
        CPPUNIT_ASSERT_EQUAL(std::string("tools staging images.build"),
                             list.project_id().name() + " " + list.project_id().domain() + " " + list.request().filters(0).values(0));
        CPPUNIT_ASSERT_EQUAL(std::string("images.build"), sent<flyteidl2::workflow::CreateRunRequest>(createRun).task_id().name());
    }

    void EachCallGoesToItsCluster()
    {
        using flyteidl2::cluster::SelectClusterRequest;
        for (const char* endpoint : {"images:443", "files:443", "inputs:443"}) host.answer(selectCluster, clusterAt(endpoint));
        scriptBuilder(host, {selectCluster});
        build();
        CPPUNIT_ASSERT_EQUAL(std::string("images:443"), host.calls(getImage)[0].endpoint);
        CPPUNIT_ASSERT_EQUAL(std::string("files:443"), host.calls(createUploadLocation)[0].endpoint);
        CPPUNIT_ASSERT_EQUAL(std::string("inputs:443"), host.calls(uploadInputs)[0].endpoint);
        const auto operation = [&](std::size_t i) { return messageOf<SelectClusterRequest>(host.calls(selectCluster)[i]).operation(); };
        CPPUNIT_ASSERT(operation(0) == SelectClusterRequest::OPERATION_GET_IMAGE);
        CPPUNIT_ASSERT(operation(1) == SelectClusterRequest::OPERATION_CREATE_UPLOAD_LOCATION);
        CPPUNIT_ASSERT(operation(2) == SelectClusterRequest::OPERATION_UPLOAD_INPUTS);
    }

    void WithoutABuilderItIsA501()
    {
        host.answer(listTasks, "");
        scriptBuilder(host, {listTasks});
        const auto reply = build();
        CPPUNIT_ASSERT_EQUAL(501, reply.status);
        CPPUNIT_ASSERT_EQUAL(std::string("The image builder is not enabled: there is no task system/production/build-image"), reply.detail);
        CPPUNIT_ASSERT_EQUAL(std::string("ListTasks"), methodsOf(host.calls()));
    }

    void ABuilderWithOtherInputsIsA501()
    {
        host.answer(getTaskDetails, detailsOf(adder()));
        scriptBuilder(host, {getTaskDetails});
        const auto reply = build();
        CPPUNIT_ASSERT_EQUAL(501, reply.status);
        CPPUNIT_ASSERT_MESSAGE(reply.detail, reply.detail.find("system/production/build-image") != std::string::npos);
        CPPUNIT_ASSERT(host.calls(createRun).empty());
    }

    void AFailureKeepsItsStatus()
    {
        const std::pair<std::string, std::vector<int>> methods[] = {
            {listTasks, {5}}, {getTaskDetails, {5}}, {createUploadLocation, {}}, {uploadInputs, {12}}, {createRun, {}}};
        for (const auto& [method, except] : methods)
        {
            const auto send = [&, failing = method](FakeHost& h)
            {
                scriptBuilder(h, {failing});
                auto reply = h.request("build_image").send();
                CPPUNIT_ASSERT_EQUAL_MESSAGE(failing, failing == createRun, h.calls(createRun).size() == 1);
                return reply;
            };
            checkErrorTable(&flyte_webhook_plugin, method, except, send);
        }
    }

    void ATaskThatIsNoneRefusesTheStart()
    {
        for (const char* value : {"", "build-image", "production/build-image", "a/b/c/d", "/b/c", "a//c", "a/b/", "a/b c/d", "a/b/c\td"})
            refusesStart("task", value, "project/domain/name");
        refusesStart("python_version", "3", "major.minor");
        refusesStart("flyte_version", "new", "2.6.9");
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(BuildImageTest);
