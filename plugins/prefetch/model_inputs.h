#pragma once
#include "model_wish.h"

namespace flyteidl2::task
{
class Inputs;
class TaskSpec;
} // namespace flyteidl2::task

namespace flyte_webhook::prefetch
{

/// The inputs that the task gets for that wish: what it declares of the parameters; what was left out is for the task's own defaults.
/// Throws InvalidArgument that names the parameters that were given and that the task does not declare, NotImplemented when the task needs
/// what no parameter gives. `task` is for messages.
flyteidl2::task::Inputs toInputs(const ModelWish& wish, const flyteidl2::task::TaskSpec& spec, const std::string& task);

} // namespace flyte_webhook::prefetch
