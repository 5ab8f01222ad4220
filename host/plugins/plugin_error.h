#pragma once
#include "plugins/plugin_finder.h"
#include <stdexcept>
#include <string>

namespace flyte_webhook::host
{

/// A plugin that cannot be used, or a directory of them. what() names the file and the reason.
class PluginError : public std::runtime_error
{
public:
    PluginError(const std::string& file, const std::string& reason) : PluginError("plugin " + file + ": " + reason) {}
    /// What was found to be wrong with the file before.
    explicit PluginError(const PluginFile& file) : PluginError(file.problem) {}

    static PluginError ofDirectory(const std::string& directory, const std::string& reason)
    {
        return PluginError("plugin directory " + directory + ": " + reason);
    }

private:
    explicit PluginError(const std::string& text) : std::runtime_error(text) {}
};

} // namespace flyte_webhook::host
