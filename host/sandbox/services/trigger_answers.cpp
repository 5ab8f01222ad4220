#include "sandbox/services/trigger_answers.h"
#include "sandbox/services/rpc_error.h"
#include "sandbox/services/timestamps.h"

using namespace flyteidl2::trigger;

namespace flyte_webhook::sandbox
{
namespace
{

TriggerName nameOf(const flyteidl2::common::TriggerName& name) { return {name.project(), name.domain(), name.task_name(), name.name()}; }

} // namespace

GetTriggerDetailsResponse TriggerAnswers::details(const GetTriggerDetailsRequest& request) const
{
    const auto& name = request.name();
    const auto trigger = _triggers.find(nameOf(name));
    if (!trigger)
        throw RpcError(Code::NotFound,
                       "there is no trigger " + name.domain() + "/" + name.project() + "/" + name.task_name() + "/" + name.name());
    GetTriggerDetailsResponse response;
    auto& details = *response.mutable_trigger();
    *details.mutable_id()->mutable_name() = name;
    details.mutable_id()->set_revision(trigger->state.revision);
    details.mutable_spec()->set_active(trigger->state.active);
    details.mutable_spec()->set_task_version(trigger->task.version());
    details.mutable_spec()->set_description(trigger->declared.description);
    setTimestamp(*details.mutable_status()->mutable_deployed_at(), trigger->declaredAt);
    setTimestamp(*details.mutable_status()->mutable_updated_at(), trigger->state.updatedAt);
    if (trigger->state.triggeredAt) setTimestamp(*details.mutable_status()->mutable_triggered_at(), *trigger->state.triggeredAt);
    return response;
}

UpdateTriggersResponse TriggerAnswers::update(const UpdateTriggersRequest& request)
{
    for (const auto& name : request.names()) _triggers.set(nameOf(name), request.active());
    return {};
}

flyteidl2::workflow::CreateRunRequest runOf(const Trigger& trigger)
{
    flyteidl2::workflow::CreateRunRequest request;
    request.mutable_project_id()->set_name(trigger.name.project);
    request.mutable_project_id()->set_domain(trigger.name.domain);
    *request.mutable_task_id() = trigger.task;
    *request.mutable_inputs() = trigger.declared.inputs;
    return request;
}

} // namespace flyte_webhook::sandbox
