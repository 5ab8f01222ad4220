#pragma once
#include "sandbox/tasks/json_reader.h"
#include "sandbox/tasks/task.h"
#include <vector>

namespace flyte_webhook::sandbox
{

/// `triggers`: a list of objects with `name`, `every`, `inputs`, `active` and `description`. The interface must have been read.
std::vector<TaskTrigger> readTriggers(ObjectReader& reader, Problems& problems, const flyteidl2::task::TaskSpec& spec);

} // namespace flyte_webhook::sandbox
