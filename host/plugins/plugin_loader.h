#pragma once
#include "config/settings.h"
#include "plugins/plugin_inspector.h"
#include "plugins/plugin_libraries.h"
#include "plugins/plugin_set.h"
#include <memory>
#include <string>
#include <vector>

namespace flyte_webhook::host
{

/// The directories where plugins are looked for.
std::vector<std::string> pluginDirectories(const Settings& settings);

/// What plugins are loaded for, and from.
struct PluginLoad
{
    const Settings& settings;
    const TextMap& facts;
    const Log& log;
    PluginLibraries& libraries;
    const PluginSet* previous = nullptr; ///< the set that is to be replaced; null at the start
    std::string program = ownProgram();  ///< see inspectPlugins()
};

/// What came of it. The set is whole only when there are no errors; a line each.
struct LoadedPlugins
{
    std::unique_ptr<PluginSet> set = std::make_unique<PluginSet>();
    std::vector<std::string> errors;
    std::vector<std::string> warnings; ///< what is not as the configuration has it, though the set can serve
};

/// Finds, chooses, opens and starts the plugins of a configuration. Of a previous set those instances go on that would not differ, and
/// those that do not take their new settings: that is a warning. So is a library whose file is another one than when it was opened: what is
/// open stays. Thread: the owner's of the libraries.
LoadedPlugins loadPlugins(const PluginLoad& load);

} // namespace flyte_webhook::host
