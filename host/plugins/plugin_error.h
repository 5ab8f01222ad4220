#pragma once
#include "plugins/plugin_finder.h"
#include <stdexcept>
#include <string>

namespace flyte_webhook::host
{

/// A plugin that cannot be used. what() names the file and the reason.
class PluginError : public std::runtime_error
{
public:
    PluginError(const std::string& file, const std::string& reason) : std::runtime_error("plugin " + file + ": " + reason) {}
    /// What was found to be wrong with the file before.
    explicit PluginError(const PluginFile& file) : std::runtime_error(file.problem) {}
};

} // namespace flyte_webhook::host
