#pragma once
#include "sandbox/tasks/json_reader.h"
#include "sandbox/tasks/task.h"
#include <string>
#include <vector>

namespace flyte_webhook::sandbox
{

/// Reads one task file: its versions, oldest first. What is wrong is added to `problems`, all of it; the result is of use when there is
/// nothing. The README of the task folder describes the file.
std::vector<Task> readTaskFile(const std::string& path, Problems& problems);

} // namespace flyte_webhook::sandbox
