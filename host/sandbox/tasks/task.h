#pragma once
#include "sandbox/base/clock.h"
#include <chrono>
#include <flyteidl2/task/common.pb.h>
#include <flyteidl2/task/task_definition.pb.h>
#include <string>
#include <vector>

namespace flyte_webhook::sandbox
{

/// What starts runs of a task by itself, at a fixed rate.
struct TaskTrigger
{
    std::string name, description;
    std::chrono::milliseconds every;
    flyteidl2::task::Inputs inputs;
    bool active = false; ///< until somebody switches it
};

/// One version of a task, as its file declares it. The command stands in the template's container, with {{.taskPrefix}} and {{.sandbox}}
/// replaced.
struct Task
{
    flyteidl2::task::TaskIdentifier id;
    Time createdAt; ///< the file's last change; a later version in the file is newer
    flyteidl2::task::TaskSpec spec;
    std::vector<TaskTrigger> triggers;
    std::string example; ///< JSON object of inputs that the file shows; empty: none
};

} // namespace flyte_webhook::sandbox
