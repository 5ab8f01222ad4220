#include "sandbox/services/app_messages.h"
#include "sandbox/apps/apps.h"
#include "sandbox/services/identities.h"
#include "sandbox/services/timestamps.h"

namespace flyte_webhook::sandbox
{
namespace
{

using flyteidl2::app::Spec;

void setSpec(Spec& spec, const App& app, const AppWish& wish)
{
    auto& container = *spec.mutable_container();
    container.set_image("local");
    for (const auto& argument : app.command) container.add_command(argument);
    spec.mutable_autoscaling()->mutable_replicas()->set_max(1);
    spec.mutable_profile()->set_type("command");
    spec.mutable_profile()->set_name(app.name.name);
    spec.mutable_profile()->set_short_description(app.description);
    spec.set_desired_state(wish.started ? Spec::DESIRED_STATE_STARTED : Spec::DESIRED_STATE_STOPPED);
}

void setCondition(flyteidl2::app::Condition& message, const AppCondition& condition)
{
    setTimestamp(*message.mutable_last_transition_time(), condition.at);
    message.set_deployment_status(static_cast<flyteidl2::app::Status::DeploymentStatus>(condition.phase));
    message.set_message(condition.message);
    message.set_revision(condition.revision);
    if (!condition.actor.empty()) setUser(*message.mutable_actor(), condition.actor);
}

void setStatus(flyteidl2::app::Status& status, const App& app, const AppState& state)
{
    status.set_assigned_cluster("sandbox");
    status.set_current_replicas(state.phase() == AppPhase::active ? 1 : 0);
    status.mutable_ingress()->set_public_url(addressOf(state));
    setTimestamp(*status.mutable_created_at(), app.declaredAt);
    setTimestamp(*status.mutable_last_updated_at(), state.conditions.back().at);
    for (const auto& condition : state.conditions)
    {
        setCondition(*status.add_conditions(), condition);
        if (condition.phase == AppPhase::active) setTimestamp(*status.mutable_last_started_at(), condition.at);
    }
}

} // namespace

flyteidl2::app::App appMessage(const App& app, const AppState& state, const std::string& org)
{
    flyteidl2::app::App message;
    auto& id = *message.mutable_metadata()->mutable_id();
    id.set_org(org);
    id.set_project(app.name.project);
    id.set_domain(app.name.domain);
    id.set_name(app.name.name);
    message.mutable_metadata()->set_revision(state.wish.revision);
    setSpec(*message.mutable_spec(), app, state.wish);
    setStatus(*message.mutable_status(), app, state);
    return message;
}

} // namespace flyte_webhook::sandbox
