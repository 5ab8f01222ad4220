#pragma once
#include "flyteidl2/task/task_definition.pb.h"
#include "written_json.h"
#include <optional>

namespace flyte_webhook::flyte
{

/// Inputs that a run of the task takes, as an example: the defaults, null for others that may be left out, and made-up values for the rest.
/// Nothing when none were found.
std::optional<Json> inputsExample(const flyteidl2::task::TaskSpec& spec, Allocator& allocator);

} // namespace flyte_webhook::flyte
