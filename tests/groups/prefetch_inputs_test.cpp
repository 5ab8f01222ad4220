#include "prefetch_host.h"
#include <cppunit/extensions/HelperMacros.h>
#include <map>

using namespace flyte_webhook;
using namespace flyte_webhook::testing;

/// prefetch_hf_model: the inputs that the registered task gets.
class PrefetchInputsTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(PrefetchInputsTest);
    CPPUNIT_TEST(LeftOutInputsAreNone);
    CPPUNIT_TEST(GivenInputsArePassedOn);
    CPPUNIT_TEST(AnEmptyTextOrListIsLeftOut);
    CPPUNIT_TEST(TheTasksOwnDefaultsHold);
    CPPUNIT_TEST(WhatTheTaskDoesNotDeclareIsNamed);
    CPPUNIT_TEST(WhatTheTaskDoesNotDeclareAndNobodyGaveIsLeftOut);
    CPPUNIT_TEST(ATaskThatNeedsWhatNobodyCanGiveIsA501);
    CPPUNIT_TEST(AnInputThatTheCallerMayGiveIsMissing);
    CPPUNIT_TEST_SUITE_END();

    FakeHost host{&flyte_webhook_plugin};

    /// The inputs that were stored, "none" for a union that is none, a list's items separated by commas.
    std::map<std::string, std::string> inputs()
    {
        std::map<std::string, std::string> texts;
        const auto request = messageOf<flyteidl2::dataproxy::UploadInputsRequest>(host.calls(uploadInputs).at(0));
        for (const auto& literal : request.inputs().literals()) texts[literal.name()] = textOf(literal.value());
        return texts;
    }

    static std::string textOf(const flyteidl2::core::Literal& literal)
    {
        if (literal.has_collection())
        {
            std::string list;
            for (const auto& item : literal.collection().literals()) list += (list.empty() ? "" : ",") + textOf(item);
            return list;
        }
        if (literal.scalar().has_union_()) return textOf(literal.scalar().union_().value());
        return literal.scalar().has_none_type() ? "none" : literal.scalar().primitive().string_value();
    }

public:
    void LeftOutInputsAreNone()
    {
        scriptPrefetch(host);
        prefetch(host).send();
        const std::map<std::string, std::string> expected{{"repo", "org/tiny.model"}, {"task", "auto"},          {"modality", "text"},
                                                          {"architecture", "none"},   {"artifact_name", "none"}, {"model_type", "none"},
                                                          {"raw_data_path", "none"},  {"serial_format", "none"}};
        CPPUNIT_ASSERT(expected == inputs());
    }

    void GivenInputsArePassedOn()
    {
        scriptPrefetch(host);
        auto request = prefetch(host);
        const std::map<std::string, std::string> given{{"task", "embed"},       {"architecture", "Llama"},   {"artifact_name", "mine"},
                                                       {"model_type", "llama"}, {"raw_data_path", "s3://b"}, {"serial_format", "onnx"}};
        for (const auto& [name, value] : given) request.parameter(name, value);
        request.parameter("modality", std::vector<std::string>{"text", "image"}).send();
        auto expected = given;
        expected.insert({{"repo", "org/tiny.model"}, {"modality", "text,image"}});
        CPPUNIT_ASSERT(expected == inputs());
    }

    void AnEmptyTextOrListIsLeftOut()
    {
        scriptPrefetch(host);
        auto request = prefetch(host);
        for (const char* name : {"architecture", "artifact_name", "short_description"}) request.parameter(name, "");
        CPPUNIT_ASSERT_EQUAL(200, request.parameter("modality", std::vector<std::string>{}).send().status);
        CPPUNIT_ASSERT_EQUAL(std::string("none"), inputs()["artifact_name"]);
        CPPUNIT_ASSERT_EQUAL(std::string("text"), inputs()["modality"]);
    }

    void TheTasksOwnDefaultsHold()
    {
        auto task = prefetchTask();
        auto& input = *task.add_default_inputs();
        input.set_name("model_type");
        auto& literal = *input.mutable_parameter()->mutable_default_()->mutable_scalar()->mutable_union_();
        literal.mutable_value()->mutable_scalar()->mutable_primitive()->set_string_value("transformer");
        host.answer(getTaskDetails, detailsOf(task));
        scriptPrefetch(host, {getTaskDetails});
        prefetch(host).send();
        CPPUNIT_ASSERT_EQUAL(std::string("transformer"), inputs()["model_type"]);
    }

    void WhatTheTaskDoesNotDeclareIsNamed()
    {
        host.answer(getTaskDetails, detailsOf(prefetchTask({"model_type"})));
        scriptPrefetch(host, {getTaskDetails});
        auto request = prefetch(host);
        request.parameter("short_description", "nice").parameter("architecture", "Llama").parameter("model_type", "llama");
        const auto reply = request.send();
        CPPUNIT_ASSERT_EQUAL(400, reply.status);
        CPPUNIT_ASSERT_EQUAL(std::string("The prefetch task system/production/prefetch.hf_model does not take: architecture, "
                                         "short_description; it takes: modality, model_type, repo, task"),
                             reply.detail);
        CPPUNIT_ASSERT(host.calls(createRun).empty());
    }

    void WhatTheTaskDoesNotDeclareAndNobodyGaveIsLeftOut()
    {
        flyteidl2::task::TaskSpec task;
        addInput(task, "repo", flyteidl2::core::SimpleType::STRING);
        task.mutable_task_template()->mutable_container();
        host.answer(getTaskDetails, detailsOf(task));
        scriptPrefetch(host, {getTaskDetails});
        CPPUNIT_ASSERT_EQUAL(200, prefetch(host).send().status);
        CPPUNIT_ASSERT_EQUAL(std::size_t(1), inputs().size());
        const auto reply = prefetch(host).parameter("task", "embed").parameter("modality", std::vector<std::string>{"image"}).send();
        CPPUNIT_ASSERT_MESSAGE(reply.detail, reply.detail.find("does not take: task, modality;") != std::string::npos);
    }

    void ATaskThatNeedsWhatNobodyCanGiveIsA501()
    {
        auto task = prefetchTask();
        for (const char* name : {"region", "bucket", "tries"}) addInput(task, name, flyteidl2::core::SimpleType::STRING);
        auto& tries = *task.add_default_inputs();
        tries.set_name("tries");
        tries.mutable_parameter()->mutable_default_()->mutable_scalar()->mutable_primitive()->set_string_value("3");
        host.answer(getTaskDetails, detailsOf(task));
        scriptPrefetch(host, {getTaskDetails});
        const auto reply = prefetch(host).parameter("short_description", "nice").send();
        CPPUNIT_ASSERT_EQUAL(501, reply.status);
        CPPUNIT_ASSERT_EQUAL(
            std::string("The task system/production/prefetch.hf_model cannot be used as the prefetch task: it needs inputs "
                        "that a prefetch does not have: bucket, region"),
            reply.detail);
        CPPUNIT_ASSERT(host.calls(createRun).empty());
    }

    void AnInputThatTheCallerMayGiveIsMissing()
    {
        auto task = prefetchTask({"model_type"});
        addInput(task, "architecture", flyteidl2::core::SimpleType::STRING);
        host.answer(getTaskDetails, detailsOf(task));
        scriptPrefetch(host, {getTaskDetails});
        const auto reply = prefetch(host).send();
        CPPUNIT_ASSERT_EQUAL(400, reply.status);
        CPPUNIT_ASSERT_EQUAL(std::string("Missing required inputs: architecture"), reply.detail);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PrefetchInputsTest);
