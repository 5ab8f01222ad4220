#pragma once
#include "sandbox/base/clock.h"
#include <flyteidl2/task/task_definition.pb.h>
#include <string>

namespace flyte_webhook::sandbox
{

/// One version of a task, as its file declares it. The command stands in the template's container, with {{.taskPrefix}} replaced.
struct Task
{
    flyteidl2::task::TaskIdentifier id;
    Time createdAt; ///< the file's last change; a later version in the file is newer
    flyteidl2::task::TaskSpec spec;
    std::string example; ///< JSON object of inputs that the file shows; empty: none
};

} // namespace flyte_webhook::sandbox
