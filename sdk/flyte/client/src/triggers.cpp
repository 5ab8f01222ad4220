#include <flyte_webhook/flyte/triggers.h>
#include <flyte_webhook/flyte/unary.h>
#include <flyteidl2/trigger/trigger_service.pb.h>

namespace flyte_webhook::flyte
{

using namespace flyteidl2::trigger;
using flyteidl2::common::TriggerName;

namespace
{

std::string fullName(const TriggerName& trigger) { return trigger.task_name() + "/" + trigger.name(); }

} // namespace

void Triggers::set(const Place& place, const std::string& task, const std::string& name, bool active) const
{
    UpdateTriggersRequest request;
    auto& trigger = *request.add_names();
    trigger.set_org(place.org);
    trigger.set_project(place.project);
    trigger.set_domain(place.domain);
    trigger.set_task_name(task);
    trigger.set_name(name);
    request.set_active(active);
    requireToExist(trigger);
    UpdateTriggersResponse reply;
    call(_controlPlane,
         {"flyteidl2.trigger.TriggerService/UpdateTriggers",
          (active ? "Activating the trigger " : "Deactivating the trigger ") + fullName(trigger)},
         request, reply);
}

void Triggers::requireToExist(const TriggerName& trigger) const
{
    GetTriggerDetailsRequest request;
    *request.mutable_name() = trigger;
    const auto message = request.SerializeAsString();
    const auto result = _controlPlane.call({"flyteidl2.trigger.TriggerService/GetTriggerDetails", message, true});
    if (result.code == Code::NotFound) throw NotFound("Trigger " + fullName(trigger) + " not found: " + std::string(result.bytes));
}

} // namespace flyte_webhook::flyte
