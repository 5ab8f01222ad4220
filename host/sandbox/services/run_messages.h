#pragma once
#include "sandbox/runs/run.h"
#include <flyteidl2/workflow/run_definition.pb.h>

namespace flyte_webhook::sandbox
{

/// The name of a run's only action.
constexpr const char* rootAction = "a0";

/// A run as the control plane's interface tells it: just accepted, and with all its details.
flyteidl2::workflow::Run runMessage(const Run& run);
flyteidl2::workflow::RunDetails detailsMessage(const Run& run);

} // namespace flyte_webhook::sandbox
