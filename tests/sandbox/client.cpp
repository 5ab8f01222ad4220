#include "client.h"
#include "eventually.h"
#include <flyte_webhook/flyte/values.h>
#include <flyteidl2/auth/identity.grpc.pb.h>
#include <flyteidl2/cluster/service.grpc.pb.h>
#include <flyteidl2/dataproxy/dataproxy_service.grpc.pb.h>
#include <flyteidl2/task/task_service.grpc.pb.h>
#include <flyteidl2/workflow/run_service.grpc.pb.h>
#include <grpcpp/grpcpp.h>

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

class Client::Stubs
{
public:
    Stubs(const std::string& address, std::string authorization)
        : authorization(std::move(authorization)), channel(grpc::CreateChannel(address, grpc::InsecureChannelCredentials()))
    {
    }

    /// One call of a stub's method within a minute.
    template <typename Response, typename Stub, typename Request>
    Response call(Stub& stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*), const Request& request) const
    {
        grpc::ClientContext context;
        context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
        if (!authorization.empty()) context.AddMetadata("authorization", authorization);
        Response response;
        const auto status = (stub.*method)(&context, request, &response);
        if (!status.ok()) throw CallFailed(status.error_code(), status.error_message());
        return response;
    }

    const std::string authorization;
    const std::shared_ptr<grpc::Channel> channel;
    auth::IdentityService::Stub identity{channel};
    cluster::ClusterService::Stub cluster{channel};
    flyteidl2::task::TaskService::Stub tasks{channel};
    workflow::RunService::Stub runs{channel};
    dataproxy::DataProxyService::Stub data{channel};
};

Client::Client(const std::string& address, std::string authorization) : _stubs(std::make_unique<Stubs>(address, std::move(authorization)))
{
}

Client::~Client() = default;

auth::UserInfoResponse Client::userInfo() const
{
    return _stubs->call(_stubs->identity, &auth::IdentityService::Stub::UserInfo, auth::UserInfoRequest());
}

std::string Client::clusterEndpoint() const
{
    cluster::SelectClusterRequest request;
    *request.mutable_project_id() = place();
    request.set_operation(cluster::SelectClusterRequest::OPERATION_UPLOAD_INPUTS);
    return _stubs->call(_stubs->cluster, &cluster::ClusterService::Stub::SelectCluster, request).cluster_endpoint();
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
    return _stubs->call(_stubs->tasks, &flyteidl2::task::TaskService::Stub::ListTasks, request);
}

flyteidl2::task::TaskSpec Client::task(const std::string& name) const
{
    flyteidl2::task::GetTaskDetailsRequest request;
    const auto listed = newest(name);
    if (listed.tasks().empty()) throw CallFailed(grpc::StatusCode::NOT_FOUND, "no task " + name);
    *request.mutable_task_id() = listed.tasks(0).task_id();
    return _stubs->call(_stubs->tasks, &flyteidl2::task::TaskService::Stub::GetTaskDetails, request).details().spec();
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
        _stubs->call(_stubs->data, &dataproxy::DataProxyService::Stub::UploadInputs, upload).offloaded_input_data();
    return _stubs->call(_stubs->runs, &workflow::RunService::Stub::CreateRun, request).run().action().id().run().name();
}

workflow::ActionDetails Client::details(const std::string& run) const
{
    workflow::GetRunDetailsRequest request;
    *request.mutable_run_id() = placed<common::RunIdentifier>(run);
    return _stubs->call(_stubs->runs, &workflow::RunService::Stub::GetRunDetails, request).details().action();
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
    return json(_stubs->call(_stubs->data, &dataproxy::DataProxyService::Stub::GetActionData, request).inputs(), types.inputs());
}

std::string Client::outputs(const std::string& run) const
{
    dataproxy::GetActionDataRequest request;
    *request.mutable_action_id() = details(run).id();
    const auto types = details(run).task().task_template().interface();
    return json(_stubs->call(_stubs->data, &dataproxy::DataProxyService::Stub::GetActionData, request).outputs(), types.outputs());
}

void Client::abort(const std::string& run, const std::string& reason) const
{
    workflow::AbortRunRequest request;
    *request.mutable_run_id() = placed<common::RunIdentifier>(run);
    request.set_reason(reason);
    _stubs->call(_stubs->runs, &workflow::RunService::Stub::AbortRun, request);
}

} // namespace flyte_webhook::test
