#pragma once
#include "config/config_error.h"
#include "config/settings.h"
#include <string>
#include <utility>
#include <vector>

namespace flyte_webhook::host
{

/// What Written::where says of a value from the command line.
constexpr const char* commandLineWhere = "--set";

/// Where a configuration comes from; later ones win: the file, conf.d/*.ini beside it in name order, the environment, --set.
struct ConfigSources
{
    std::string file = "/etc/flyte-webhook/flyte-webhook.ini";    ///< empty: no file is read, and no drop-in
    bool fileIsNamed = false;                                     ///< the operator named the file, so it must be there
    std::vector<std::pair<std::string, std::string>> environment; ///< name, value; names that are not ours are left alone
    std::vector<std::string> sets;                                ///< "section.key=value"

    /// The environment of this process.
    static std::vector<std::pair<std::string, std::string>> processEnvironment();
};

/// What was read. With errors the settings are those that could be read, the rest defaults: enough to go on checking, not to start.
struct Configuration
{
    Settings settings;
    ConfigErrors errors;
};

/// Reads and checks the configuration, all of it but for what only the plugins know (PluginSettings, the names of groups and endpoints).
/// With `embeddedControlPlane` control_plane.endpoint may be left out: then that and control_plane.console_url are empty, and the caller
/// sets both (consoleUrlOf); the defaults are loopback alone and no admin listener.
Configuration readConfiguration(const ConfigSources& sources, bool embeddedControlPlane = false);

} // namespace flyte_webhook::host
