#pragma once
#include "sandbox/base/clock.h"
#include "sandbox/runs/phase.h"
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace flyte_webhook::sandbox
{

/// Counts runs in the order in which they were accepted; unique for a state folder.
using RunNumber = std::int64_t;

/// What names a run for callers.
struct RunName
{
    std::string project, domain, name;
};

/// What names a task, whatever its version.
struct TaskName
{
    std::string project, domain, name;
};

/// Why a run has no result.
struct RunError
{
    std::string message;
    bool system = false; ///< the sandbox's doing, not the task's
};

struct PhaseChange
{
    Phase phase;
    Time at;
};

/// A run as the store keeps it. Messages are serialised: task.TaskSpec, task.RunSpec, task.Inputs, task.Outputs.
struct Run
{
    RunNumber number = 0;
    RunName name;
    std::string org;                                    ///< as the caller sent it
    std::string taskProject, taskDomain, task, version; ///< of the task, for lists
    std::string startedBy;
    Phase phase = Phase::queued;
    std::string taskSpec, runSpec, inputs, outputs;
    std::optional<RunError> error;
    std::string abortReason, abortedBy;
    std::string cacheKey; ///< empty: the task is not cached
    std::string log;      ///< the last lines that the process wrote
    std::vector<PhaseChange> phases;
};

/// A run to be accepted.
struct NewRun
{
    RunName name; ///< an empty name: the store gives the next one
    std::string org, taskProject, taskDomain, task, version, startedBy;
    std::string taskSpec, runSpec, inputs;
    std::string cacheKey;
};

/// One line of the list of runs.
struct RunSummary
{
    RunNumber number = 0;
    RunName name;
    std::string taskProject, taskDomain, task, version, startedBy;
    Phase phase = Phase::queued;
    Time acceptedAt, changedAt;
};

} // namespace flyte_webhook::sandbox
