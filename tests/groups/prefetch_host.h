#pragma once
#include "messages.h"
#include <algorithm>

/// The prefetch task as it is registered: a container with a secret, and the inputs that are named, in their order.
inline flyteidl2::task::TaskSpec prefetchTask(const std::vector<std::string>& optional = {"architecture", "artifact_name", "model_type",
                                                                                          "raw_data_path", "serial_format"})
{
    using namespace flyteidl2::core;
    flyteidl2::task::TaskSpec spec;
    auto& task = *spec.mutable_task_template();
    task.mutable_id()->set_project("system");
    task.mutable_id()->set_domain("production");
    task.mutable_id()->set_name("prefetch.hf_model");
    addInput(spec, "repo", SimpleType::STRING);
    addInput(spec, "task", SimpleType::STRING);
    auto& modality = *task.mutable_interface()->mutable_inputs()->add_variables();
    modality.set_key("modality");
    modality.mutable_value()->mutable_type()->mutable_collection_type()->set_simple(SimpleType::STRING);
    for (const auto& name : optional)
    {
        auto& input = *task.mutable_interface()->mutable_inputs()->add_variables();
        input.set_key(name);
        auto& variants = *input.mutable_value()->mutable_type()->mutable_union_type();
        variants.add_variants()->set_simple(SimpleType::STRING);
        variants.add_variants()->set_simple(SimpleType::NONE);
    }
    auto& resources = *task.mutable_container()->mutable_resources();
    const std::pair<Resources::ResourceName, const char*> requests[] = {{Resources::CPU, "1"}, {Resources::GPU, "1"}};
    for (const auto& [name, value] : requests)
    {
        auto& entry = *resources.add_requests();
        entry.set_name(name);
        entry.set_value(value);
    }
    auto& secret = *task.mutable_security_context()->add_secrets();
    secret.set_key("HF_TOKEN");
    secret.set_mount_requirement(Secret::ENV_VAR);
    secret.set_env_var("HF_TOKEN");
    return spec;
}

/// A control plane that has the prefetch task in version p1 and makes run r1; but for the methods of `except`.
inline void scriptPrefetch(flyte_webhook::testing::FakeHost& host, const std::vector<std::string>& except = {})
{
    const std::pair<std::string, std::string> answers[] = {{listTasks, listed("prefetch.hf_model", "p1")},
                                                           {getTaskDetails, detailsOf(prefetchTask())},
                                                           {selectCluster, clusterAt("")},
                                                           {uploadInputs, stored("s3://inputs/1")},
                                                           {createRun, created("r1")}};
    for (const auto& [method, reply] : answers)
        if (std::find(except.begin(), except.end(), method) == except.end()) host.answer(method, reply);
}

/// A request to fetch org/tiny.model.
inline flyte_webhook::testing::FakeRequest prefetch(flyte_webhook::testing::FakeHost& host)
{
    auto request = host.request("prefetch_hf_model");
    request.parameter("repo", "org/tiny.model");
    return request;
}
