#pragma once
#include "sandbox/apps/app.h"
#include "sandbox/apps/app_state.h"
#include <flyteidl2/app/app_definition.pb.h>

namespace flyte_webhook::sandbox
{

/// An app as the control plane's interface tells it. `org` is the one that the caller named.
flyteidl2::app::App appMessage(const App& app, const AppState& state, const std::string& org);

} // namespace flyte_webhook::sandbox
