#include <flyte_webhook/flyte/phase.h>
#include <flyte_webhook/flyte/runs.h>
#include <flyte_webhook/flyte/unary.h>
#include <flyte_webhook/view/workflow.pb.h>

namespace flyte_webhook::flyte
{

NewRun Runs::create(const flyteidl2::workflow::CreateRunRequest& request, const std::string& task) const
{
    view::workflow::CreateRunResponse reply;
    call(_controlPlane, {"flyteidl2.workflow.RunService/CreateRun", "Starting a run of the task " + task}, request, reply);
    const auto& action = reply.run().action();
    const auto& name = action.id().run().name();
    if (name.empty()) throw BadGateway("Starting a run of the task " + task + ": the control plane did not say the run's name");
    return {name, action.status().phase()};
}

flyteidl2::common::ActionPhase Runs::phase(const Place& place, const std::string& name) const
{
    view::workflow::GetRunDetailsResponse reply;
    read(place, name, "not found", reply);
    return reply.details().action().status().phase();
}

flyteidl2::workflow::RunDetails Runs::details(const Place& place, const std::string& name, const char* missing) const
{
    flyteidl2::workflow::GetRunDetailsResponse reply;
    read(place, name, missing, reply);
    return std::move(*reply.mutable_details());
}

void Runs::read(const Place& place, const std::string& name, const char* missing, google::protobuf::MessageLite& reply) const
{
    flyteidl2::workflow::GetRunDetailsRequest request;
    *request.mutable_run_id() = place.runId(name);
    try
    {
        call(_controlPlane, {"flyteidl2.workflow.RunService/GetRunDetails", "Reading the run " + name, true}, request, reply);
    }
    catch (const CallError& e)
    {
        if (e.code() == Code::NotFound) throw NotFound("Run " + name + " " + missing + ": " + e.message());
        throw;
    }
}

void Runs::abort(const Place& place, const std::string& name, const std::string& reason) const
{
    abort(place, name, reason, phase(place, name));
}

void Runs::abort(const Place& place, const std::string& name, const std::string& reason, flyteidl2::common::ActionPhase found) const
{
    if (!isDone(found)) sendAbort(place, name, reason);
}

void Runs::sendAbort(const Place& place, const std::string& name, const std::string& reason) const
{
    flyteidl2::workflow::AbortRunRequest request;
    *request.mutable_run_id() = place.runId(name);
    request.set_reason(reason);
    flyteidl2::workflow::AbortRunResponse reply;
    try
    {
        call(_controlPlane, {"flyteidl2.workflow.RunService/AbortRun", "Aborting the run " + name}, request, reply);
    }
    catch (const CallError& e)
    {
        if (e.code() != Code::NotFound) throw;
    }
}

} // namespace flyte_webhook::flyte
