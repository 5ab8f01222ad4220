#pragma once
#include <stdexcept>
#include <string>

namespace flyte_webhook::host
{

/// A plugin that cannot be used. what() names the file and the reason.
class PluginError : public std::runtime_error
{
public:
    PluginError(const std::string& file, const std::string& reason) : std::runtime_error("plugin " + file + ": " + reason) {}
};

} // namespace flyte_webhook::host
