#pragma once
#include "sandbox/tasks/task_set.h"
#include <string>
#include <vector>

namespace flyte_webhook::sandbox
{

/// The introduction's example as a curl command for the webhook: who am I, run a task, ask for the outputs of the run that has the name.
/// {webhook} stands for the webhook's address.
std::vector<std::string> hints(const TaskSet& tasks, const std::string& nextRun);

} // namespace flyte_webhook::sandbox
