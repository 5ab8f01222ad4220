#pragma once
#include "config/settings.h"
#include "plugins/plugin_finder.h"
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace flyte_webhook::host
{

/// What the operator's filter enables: http-contract.md, "Endpoint selection".
struct PluginSelection
{
    std::vector<PluginFile> files;            ///< the plugins that own something that is enabled
    std::optional<std::set<std::string>> ids; ///< the endpoints that are enabled; not set: all of those plugins
};

/// Chooses among the installed plugins; adds a line to `errors` for each name that none of them has. Where endpoints are chosen by id
/// every plugin is looked at in a process of its own (inspectPlugins() with `program`), so that only the owners become part of this one.
PluginSelection selectPlugins(const Settings& settings, const std::vector<PluginFile>& installed, const std::string& program,
                              std::vector<std::string>& errors);

} // namespace flyte_webhook::host
