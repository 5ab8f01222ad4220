#include "sandbox/services/data_answers.h"
#include "sandbox/base/digest.h"
#include "sandbox/services/rpc_error.h"
#include "sandbox/services/run_answers.h"
#include "sandbox/services/run_inputs.h"
#include "sandbox/services/run_messages.h"

using namespace flyteidl2::dataproxy;

namespace flyte_webhook::sandbox
{

UploadInputsResponse DataAnswers::upload(const UploadInputsRequest& request)
{
    if (!request.has_project_id() && !request.has_run_id())
        throw RpcError(Code::InvalidArgument, "the place is missing: send project_id, or run_id");
    checkProject(_tasks, request.has_run_id() ? request.run_id().project() : request.project_id().name());
    if (!request.has_task_id() && !request.has_task_spec())
        throw RpcError(Code::InvalidArgument, "the task is missing: send task_id, or task_spec");
    if (request.has_task_id() && !_tasks.find(request.task_id()))
        throw RpcError(Code::NotFound, "there is no task " + request.task_id().name() + " with version " + request.task_id().version());
    if (!request.has_inputs()) throw RpcError(Code::InvalidArgument, "the inputs are missing: send empty ones for a task without any");
    const std::string bytes = stableBytes(request.inputs());
    const std::string digest = sha256(bytes);
    UploadInputsResponse response;
    response.mutable_offloaded_input_data()->set_uri("sandbox://inputs/" + digest);
    response.mutable_offloaded_input_data()->set_inputs_hash(digest.substr(0, 16));
    _store.keepInputs(response.offloaded_input_data().uri(), bytes);
    return response;
}

GetActionDataResponse DataAnswers::data(const GetActionDataRequest& request) const
{
    const Run run = findRun(_store, request.action_id().run());
    if (request.action_id().name() != rootAction)
        throw RpcError(Code::NotFound,
                       "the run " + run.name.name + " has no action `" + request.action_id().name() + "`, only `" + rootAction + "`");
    GetActionDataResponse response;
    if (!response.mutable_inputs()->ParseFromString(run.inputs) || !response.mutable_outputs()->ParseFromString(run.outputs))
        throw RpcError(Code::DataLoss, "the stored values of the run " + run.name.name + " cannot be read");
    return response;
}

} // namespace flyte_webhook::sandbox
