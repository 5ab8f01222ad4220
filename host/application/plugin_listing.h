#pragma once
#include <iosfwd>
#include <string>
#include <vector>

namespace flyte_webhook::host
{

/// Prints one plugin: file, name, version, interface and endpoints, or why it cannot be used. True when it can be.
bool printPlugin(std::ostream& out, const std::string& file);

/// Prints each plugin in the directories in that way. True when all can be.
bool printPlugins(std::ostream& out, const std::vector<std::string>& directories);

} // namespace flyte_webhook::host
