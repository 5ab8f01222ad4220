#pragma once
#include "sandbox/tasks/json_reader.h"
#include <flyteidl2/task/task_definition.pb.h>

namespace flyte_webhook::sandbox
{

/// Reads the keys `inputs` (with defaults and descriptions) and `outputs` of a task into its specification.
void readInterface(ObjectReader& reader, Problems& problems, flyteidl2::task::TaskSpec& spec);

/// Notes whether the `example` of a file would do as inputs: every one known and of its type, none missing.
void checkExample(const rapidjson::Value& example, const flyteidl2::task::TaskSpec& spec, Problems& problems);

} // namespace flyte_webhook::sandbox
