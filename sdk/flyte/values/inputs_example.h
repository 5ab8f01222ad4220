#pragma once
#include "example.h"
#include "flyteidl2/task/task_definition.pb.h"

namespace flyte_webhook::flyte
{

/// Inputs that a run of the task takes, as an example: the defaults, null for others that may be left out, and made-up values for the rest.
/// Nothing when none were found.
std::optional<MadeJson> inputsExample(const flyteidl2::task::TaskSpec& spec, Example& example);

} // namespace flyte_webhook::flyte
