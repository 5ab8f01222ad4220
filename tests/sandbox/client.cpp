#include "client.h"
#include "eventually.h"
#include <flyte_webhook/flyte/values.h>
#include <flyteidl2/cluster/payload.pb.h>
#include <flyteidl2/dataproxy/dataproxy_service.pb.h>

using namespace flyteidl2;

namespace flyte_webhook::test
{
namespace
{

template <typename Identifier> Identifier placed(const std::string& name)
{
    Identifier id;
    id.set_project("flytesnacks");
    id.set_domain("development");
    id.set_name(name);
    return id;
}

common::ProjectIdentifier place()
{
    common::ProjectIdentifier id;
    id.set_organization("acme");
    id.set_name("flytesnacks");
    id.set_domain("development");
    return id;
}

template <typename Values> std::string json(const Values& values, const core::VariableMap& types)
{
    rapidjson::StringBuffer buffer;
    JsonWriter writer(buffer);
    flyte::writeLiterals(writer, values, &types);
    return buffer.GetString();
}

} // namespace

Client::Client(const std::string& address, std::string authorization, Protocol protocol)
    : _caller(protocol, address, std::move(authorization))
{
}

template <typename Response, typename Request> Response Client::call(const char* method, const Request& request) const
{
    const auto outcome = _caller.call(std::string("/flyteidl2.") + method, request.SerializeAsString());
    if (outcome.code != 0) throw CallFailed(outcome.code, outcome.message);
    Response response;
    if (!response.ParseFromString(outcome.answers.at(0))) throw std::runtime_error(std::string(method) + " answers something else");
    return response;
}

auth::UserInfoResponse Client::userInfo() const
{
    return call<auth::UserInfoResponse>("auth.IdentityService/UserInfo", auth::UserInfoRequest());
}

std::string Client::clusterEndpoint() const
{
    cluster::SelectClusterRequest request;
    *request.mutable_project_id() = place();
    request.set_operation(cluster::SelectClusterRequest::OPERATION_UPLOAD_INPUTS);
    return call<cluster::SelectClusterResponse>("cluster.ClusterService/SelectCluster", request).cluster_endpoint();
}

flyteidl2::task::ListTasksResponse Client::newest(const std::string& task) const
{
    flyteidl2::task::ListTasksRequest request;
    *request.mutable_project_id() = place();
    request.mutable_request()->set_limit(1);
    request.mutable_request()->mutable_sort_by()->set_key("created_at");
    auto& filter = *request.mutable_request()->add_filters();
    filter.set_field("name");
    filter.add_values(task);
    return call<flyteidl2::task::ListTasksResponse>("task.TaskService/ListTasks", request);
}

flyteidl2::task::TaskSpec Client::task(const std::string& name) const
{
    flyteidl2::task::GetTaskDetailsRequest request;
    const auto listed = newest(name);
    if (listed.tasks().empty()) throw CallFailed(5, "no task " + name);
    *request.mutable_task_id() = listed.tasks(0).task_id();
    return call<flyteidl2::task::GetTaskDetailsResponse>("task.TaskService/GetTaskDetails", request).details().spec();
}

std::string Client::run(const std::string& name, const std::string& inputs, const std::string& runName) const
{
    const auto spec = task(name);
    rapidjson::Document given;
    given.Parse<rapidjson::kParseFullPrecisionFlag>(inputs.c_str());
    dataproxy::UploadInputsRequest upload;
    *upload.mutable_project_id() = place();
    auto& id = *upload.mutable_task_id() = placed<flyteidl2::task::TaskIdentifier>(name);
    id.set_version(spec.task_template().id().version());
    *upload.mutable_inputs() = flyte::toInputs(spec, given);
    workflow::CreateRunRequest request;
    *request.mutable_project_id() = place();
    if (!runName.empty()) *request.mutable_run_id() = placed<common::RunIdentifier>(runName);
    *request.mutable_task_id() = id;
    *request.mutable_offloaded_input_data() =
        call<dataproxy::UploadInputsResponse>("dataproxy.DataProxyService/UploadInputs", upload).offloaded_input_data();
    return call<workflow::CreateRunResponse>("workflow.RunService/CreateRun", request).run().action().id().run().name();
}

workflow::ActionDetails Client::details(const std::string& run) const
{
    workflow::GetRunDetailsRequest request;
    *request.mutable_run_id() = placed<common::RunIdentifier>(run);
    return call<workflow::GetRunDetailsResponse>("workflow.RunService/GetRunDetails", request).details().action();
}

workflow::ActionDetails Client::ended(const std::string& run) const
{
    eventually("the end of the run", [&] { return details(run).status().has_end_time(); });
    return details(run);
}

std::string Client::inputs(const std::string& run) const
{
    dataproxy::GetActionDataRequest request;
    *request.mutable_action_id() = details(run).id();
    const auto types = details(run).task().task_template().interface();
    return json(call<dataproxy::GetActionDataResponse>("dataproxy.DataProxyService/GetActionData", request).inputs(), types.inputs());
}

std::string Client::outputs(const std::string& run) const
{
    dataproxy::GetActionDataRequest request;
    *request.mutable_action_id() = details(run).id();
    const auto types = details(run).task().task_template().interface();
    return json(call<dataproxy::GetActionDataResponse>("dataproxy.DataProxyService/GetActionData", request).outputs(), types.outputs());
}

void Client::abort(const std::string& run, const std::string& reason) const
{
    workflow::AbortRunRequest request;
    *request.mutable_run_id() = placed<common::RunIdentifier>(run);
    request.set_reason(reason);
    call<workflow::AbortRunResponse>("workflow.RunService/AbortRun", request);
}

} // namespace flyte_webhook::test
