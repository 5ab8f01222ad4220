#pragma once
#include <iosfwd>
#include <string>
#include <vector>

namespace flyte_webhook::host
{

/// Prints each plugin in the directories: file, name, version, interface and endpoints, or why it cannot be used. True when all can be.
bool printPlugins(std::ostream& out, const std::vector<std::string>& directories);

} // namespace flyte_webhook::host
