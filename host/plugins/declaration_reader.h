#pragma once
#include "plugins/plugin_library.h"
#include <string_view>

namespace flyte_webhook::host
{

/// [a-z][a-z0-9-]*
bool isPluginName(std::string_view name);

/// Copies and checks the settings that a plugin declares. Throws BadDescription.
std::vector<DeclaredSetting> readSettings(const fw_plugin_table& table);

/// The same for its metrics.
std::vector<DeclaredMetric> readMetrics(const fw_plugin_table& table);

} // namespace flyte_webhook::host
