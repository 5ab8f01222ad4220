#pragma once
#include "config/settings.h"
#include "openapi/typed_operations.h"
#include "pages/pages.h"
#include "plugins/plugin_set.h"

namespace flyte_webhook::host
{

/// What the plugins' endpoints are together, as documents show it. Valid as long as the plugins.
Api describeApi(const Settings& settings, const PluginSet& plugins);

/// The same with what the operator names exactly.
TypedApi describeTypedApi(const Settings& settings, const PluginSet& plugins);

/// The pages that show it.
Pages makePages(const TypedApi& typed, const Settings& settings, const PluginSet& plugins);

} // namespace flyte_webhook::host
