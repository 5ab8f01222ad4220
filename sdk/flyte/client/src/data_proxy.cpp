#include <flyte_webhook/flyte/data_proxy.h>

namespace flyte_webhook::flyte
{

using flyteidl2::cluster::SelectClusterRequest;

namespace
{

// Values are shown to a hundred levels; a list is two messages, a map or a variant of a union three.
constexpr int mostNestedInValues = 320;

} // namespace

std::optional<flyteidl2::common::OffloadedInputData> DataProxy::uploadInputs(const Place& place, const TaskToRun& task,
                                                                             flyteidl2::task::Inputs& inputs) const
{
    flyteidl2::dataproxy::UploadInputsRequest request;
    *request.mutable_project_id() = place.projectId();
    task.nameIn(request);
    request.mutable_inputs()->Swap(&inputs); // set, also when there are none: left out, it is an error
    SelectClusterRequest resource;
    *resource.mutable_project_id() = place.projectId();
    flyteidl2::dataproxy::UploadInputsResponse reply;
    try
    {
        _clusters.call(_controlPlane, SelectClusterRequest::OPERATION_UPLOAD_INPUTS, place, std::move(resource),
                       {"flyteidl2.dataproxy.DataProxyService/UploadInputs", "Storing the inputs of the task " + task.name()}, request,
                       reply);
    }
    catch (const CallError& e)
    {
        if (e.code() != Code::Unimplemented) throw;
        request.mutable_inputs()->Swap(&inputs);
        return std::nullopt;
    }
    return std::move(*reply.mutable_offloaded_input_data());
}

flyteidl2::dataproxy::CreateUploadLocationResponse DataProxy::uploadLocation(const Place& place, const std::string& filename,
                                                                             const std::string& md5, std::size_t size) const
{
    flyteidl2::dataproxy::CreateUploadLocationRequest request;
    request.set_org(place.org);
    request.set_project(place.project);
    request.set_domain(place.domain);
    request.set_filename(filename);
    request.set_content_md5(md5);
    request.set_content_length(static_cast<std::int64_t>(size));
    SelectClusterRequest resource;
    *resource.mutable_project_id() = place.projectId();
    flyteidl2::dataproxy::CreateUploadLocationResponse reply;
    _clusters.call(_controlPlane, SelectClusterRequest::OPERATION_CREATE_UPLOAD_LOCATION, place, std::move(resource),
                   {"flyteidl2.dataproxy.DataProxyService/CreateUploadLocation", "Asking for a place to store " + filename, true}, request,
                   reply);
    return reply;
}

flyteidl2::dataproxy::GetActionDataResponse DataProxy::actionData(const Place& place,
                                                                  const flyteidl2::common::ActionIdentifier& action) const
{
    flyteidl2::dataproxy::GetActionDataRequest request;
    *request.mutable_action_id() = action;
    SelectClusterRequest resource;
    *resource.mutable_action_id() = action;
    Unary unary{"flyteidl2.dataproxy.DataProxyService/GetActionData", "Reading the inputs and outputs of the run " + action.run().name(),
                true};
    unary.mostNested = mostNestedInValues;
    flyteidl2::dataproxy::GetActionDataResponse reply;
    _clusters.call(_controlPlane, SelectClusterRequest::OPERATION_GET_ACTION_DATA, place, std::move(resource), std::move(unary), request,
                   reply);
    return reply;
}

} // namespace flyte_webhook::flyte
