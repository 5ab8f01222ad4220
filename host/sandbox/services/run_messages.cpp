#include "sandbox/services/run_messages.h"
#include "sandbox/services/identities.h"
#include "sandbox/services/timestamps.h"

using namespace flyteidl2::workflow;
using flyteidl2::common::ActionPhase;

namespace flyte_webhook::sandbox
{
namespace
{

ActionPhase phaseMessage(Phase phase) { return static_cast<ActionPhase>(phase); }

void setId(flyteidl2::common::ActionIdentifier& id, const Run& run)
{
    id.set_name(rootAction);
    auto& name = *id.mutable_run();
    name.set_org(run.org);
    name.set_project(run.name.project);
    name.set_domain(run.name.domain);
    name.set_name(run.name.name);
}

void setMetadata(ActionMetadata& metadata, const Run& run, const flyteidl2::task::TaskSpec& spec)
{
    const auto& id = spec.task_template().id();
    setUser(*metadata.mutable_executed_by(), run.startedBy);
    metadata.set_action_type(ACTION_TYPE_TASK);
    metadata.set_environment_name(spec.environment().name());
    metadata.set_funtion_name(spec.short_name());
    auto& task = *metadata.mutable_task();
    task.set_task_type(spec.task_template().type());
    task.set_short_name(spec.short_name());
    task.mutable_id()->set_org(run.org);
    task.mutable_id()->set_project(id.project());
    task.mutable_id()->set_domain(id.domain());
    task.mutable_id()->set_name(id.name());
    task.mutable_id()->set_version(id.version());
}

void setStatus(ActionStatus& status, const Run& run)
{
    status.set_phase(phaseMessage(run.phase));
    status.set_attempts(1);
    setTimestamp(*status.mutable_start_time(), run.phases.front().at);
    if (!isDone(run.phase)) return;
    const Time end = run.phases.back().at;
    setTimestamp(*status.mutable_end_time(), end);
    status.set_duration_ms(
        static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(end - run.phases.front().at).count()));
}

ErrorInfo errorMessage(const RunError& error)
{
    ErrorInfo info;
    info.set_message(error.message);
    info.set_kind(error.system ? ErrorInfo::KIND_SYSTEM : ErrorInfo::KIND_USER);
    return info;
}

void setAttempt(ActionAttempt& attempt, const Run& run)
{
    attempt.set_phase(phaseMessage(run.phase));
    attempt.set_attempt(1);
    attempt.set_logs_available(!run.log.empty());
    setTimestamp(*attempt.mutable_start_time(), run.phases.front().at);
    if (isDone(run.phase)) setTimestamp(*attempt.mutable_end_time(), run.phases.back().at);
    if (run.error) *attempt.mutable_error_info() = errorMessage(*run.error);
    for (std::size_t i = 0; i < run.phases.size(); ++i)
    {
        auto& transition = *attempt.add_phase_transitions();
        transition.set_phase(phaseMessage(run.phases[i].phase));
        setTimestamp(*transition.mutable_start_time(), run.phases[i].at);
        if (i + 1 < run.phases.size()) setTimestamp(*transition.mutable_end_time(), run.phases[i + 1].at);
    }
}

flyteidl2::task::TaskSpec specOf(const Run& run)
{
    flyteidl2::task::TaskSpec spec;
    spec.ParseFromString(run.taskSpec);
    return spec;
}

flyteidl2::task::RunSpec runSpecOf(const Run& run)
{
    flyteidl2::task::RunSpec spec;
    spec.ParseFromString(run.runSpec);
    return spec;
}

} // namespace

flyteidl2::workflow::Run runMessage(const Run& run)
{
    flyteidl2::workflow::Run message;
    auto& action = *message.mutable_action();
    setId(*action.mutable_id(), run);
    setMetadata(*action.mutable_metadata(), run, specOf(run));
    setStatus(*action.mutable_status(), run);
    *message.mutable_labels() = runSpecOf(run).labels().values();
    return message;
}

RunDetails detailsMessage(const Run& run)
{
    RunDetails details;
    *details.mutable_run_spec() = runSpecOf(run);
    auto& action = *details.mutable_action();
    setId(*action.mutable_id(), run);
    *action.mutable_task() = specOf(run);
    setMetadata(*action.mutable_metadata(), run, action.task());
    setStatus(*action.mutable_status(), run);
    setAttempt(*action.add_attempts(), run);
    if (run.phase == Phase::aborted)
    {
        action.mutable_abort_info()->set_reason(run.abortReason);
        setUser(*action.mutable_abort_info()->mutable_aborted_by(), run.abortedBy);
    }
    else if (run.error)
        *action.mutable_error_info() = errorMessage(*run.error);
    return details;
}

} // namespace flyte_webhook::sandbox
