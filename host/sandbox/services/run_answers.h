#pragma once
#include "sandbox/runs/run_store.h"
#include "sandbox/runs/supervisor.h"
#include "sandbox/services/caller.h"
#include "sandbox/tasks/task_set.h"
#include <flyteidl2/workflow/run_service.pb.h>

namespace flyte_webhook::sandbox
{

/// What RunService answers. Functions throw RpcError. Thread: any.
class RunAnswers
{
public:
    RunAnswers(const TaskSet& tasks, RunStore& store, Supervisor& supervisor) : _tasks(tasks), _store(store), _supervisor(supervisor) {}

    /// Accepts a run of a declared task. A specification sent by value counts but for command and interface: nobody can have the sandbox
    /// execute what its operator did not declare.
    flyteidl2::workflow::CreateRunResponse create(const flyteidl2::workflow::CreateRunRequest& request, const Caller& caller);

    flyteidl2::workflow::GetRunDetailsResponse details(const flyteidl2::workflow::GetRunDetailsRequest& request) const;

    /// A run that is done already stays as it is: that is no error.
    flyteidl2::workflow::AbortRunResponse abort(const flyteidl2::workflow::AbortRunRequest& request, const Caller& caller);

private:
    flyteidl2::task::TaskSpec specOf(const flyteidl2::workflow::CreateRunRequest& request) const;
    flyteidl2::task::Inputs inputsOf(const flyteidl2::workflow::CreateRunRequest& request) const;

    const TaskSet& _tasks;
    RunStore& _store;
    Supervisor& _supervisor;
};

/// The run, or RpcError, NotFound.
Run findRun(const RunStore& store, const flyteidl2::common::RunIdentifier& id);

/// Throws RpcError, NotFound, when no task is declared in the project.
void checkProject(const TaskSet& tasks, const std::string& project);

} // namespace flyte_webhook::sandbox
