#pragma once
#include "messages.h"

/// A control plane that has the task demo.add in version v2, stores inputs and makes run r1. Scripts that a test adds come after these, so
/// it leaves out what the test wants to script itself.
inline void scriptAdder(flyte_webhook::testing::FakeHost& host, const std::string& except = {})
{
    const std::pair<std::string, std::string> answers[] = {{listTasks, listed("demo.add", "v2")},
                                                           {getTaskDetails, detailsOf(adder())},
                                                           {selectCluster, clusterAt("")},
                                                           {uploadInputs, stored("s3://inputs/1")},
                                                           {createRun, created("r1")}};
    for (const auto& [method, reply] : answers)
        if (method != except) host.answer(method, reply);
}

/// A request to run demo.add of the project shop in the domain staging.
inline flyte_webhook::testing::FakeRequest runAdder(flyte_webhook::testing::FakeHost& host, const std::string& body = R"({"a":1})")
{
    auto request = host.request("run_task");
    request.parameter("domain", "staging").parameter("project", "shop").parameter("name", "demo.add").body(body);
    return request;
}
