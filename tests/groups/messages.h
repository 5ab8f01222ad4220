#pragma once
#include <flyte_webhook/testing/fake_host.h>
#include <flyteidl2/common/phase.pb.h>
#include <flyteidl2/dataproxy/dataproxy_service.pb.h>
#include <flyteidl2/task/task_service.pb.h>
#include <flyteidl2/workflow/run_service.pb.h>

// Messages of a control plane for the tests of the groups, and the names of its methods.

inline const std::string listTasks = "flyteidl2.task.TaskService/ListTasks";
inline const std::string getTaskDetails = "flyteidl2.task.TaskService/GetTaskDetails";
inline const std::string uploadInputs = "flyteidl2.dataproxy.DataProxyService/UploadInputs";
inline const std::string getActionData = "flyteidl2.dataproxy.DataProxyService/GetActionData";
inline const std::string createRun = "flyteidl2.workflow.RunService/CreateRun";
inline const std::string getRunDetails = "flyteidl2.workflow.RunService/GetRunDetails";
inline const std::string abortRun = "flyteidl2.workflow.RunService/AbortRun";
inline const std::string selectCluster = "flyteidl2.cluster.ClusterService/SelectCluster";

/// The message that a recorded call carried.
template <typename T> T messageOf(const flyte_webhook::testing::RecordedCall& call)
{
    T message;
    if (!message.ParseFromString(call.message)) throw std::logic_error(call.method + " carried no such message");
    return message;
}

/// The methods of the calls without their packages, separated by blanks.
std::string methodsOf(const std::vector<flyte_webhook::testing::RecordedCall>& calls);

/// Adds an input of a simple type to a task.
void addInput(flyteidl2::task::TaskSpec& spec, const std::string& name, flyteidl2::core::SimpleType type);

/// Gives an input of a task a default.
void addDefault(flyteidl2::task::TaskSpec& spec, const std::string& name, std::int64_t value);

/// A task with the integers a (required), b = 2 and c = 3, and the integer o0 as its output.
flyteidl2::task::TaskSpec adder();

/// Answers of the services.
std::string listed(const std::string& name, const std::string& version);
std::string detailsOf(const flyteidl2::task::TaskSpec& spec);
std::string created(const std::string& run);
std::string stored(const std::string& uri);
std::string clusterAt(const std::string& endpoint);
std::string runIn(flyteidl2::common::ActionPhase phase, const flyteidl2::task::TaskSpec& spec = adder());

/// Inputs and outputs that are integers.
using Integers = std::vector<std::pair<std::string, std::int64_t>>;
std::string dataOf(const Integers& inputs, const Integers& outputs);
