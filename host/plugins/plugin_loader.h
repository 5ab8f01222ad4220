#pragma once
#include "config/settings.h"
#include "plugins/plugin_set.h"
#include <memory>
#include <string>
#include <vector>

namespace flyte_webhook::host
{

/// The directories where plugins are looked for.
std::vector<std::string> pluginDirectories(const Settings& settings);

/// Finds, chooses, opens and starts the plugins of a configuration. The settings, facts and log must outlive the set. Everything that is
/// wrong is added to `errors`, a line each; the set is whole only when nothing was. Thread: the starting one, while it is the only one.
std::unique_ptr<PluginSet> loadPlugins(const Settings& settings, const TextMap& facts, const Log& log, std::vector<std::string>& errors);

} // namespace flyte_webhook::host
