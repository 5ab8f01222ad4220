#pragma once
#include "sandbox/apps/app.h"
#include "sandbox/tasks/json_reader.h"

namespace flyte_webhook::sandbox
{

/// Reads one app file. What is wrong is added to `problems`, all of it; the result is of use when there is nothing. The README of the
/// folder describes the file.
App readAppFile(const std::string& path, Problems& problems);

} // namespace flyte_webhook::sandbox
