#pragma once
#include "plugins/plugin_library.h"
#include <map>
#include <memory>
#include <string>

namespace flyte_webhook::host
{

/// The plugin libraries that this process has opened. What is open stays so: another configuration gets the same one again. Thread: one at
/// a time.
class PluginLibraries
{
public:
    /// Opens a library unless it is open. Throws PluginError as PluginLibrary does.
    std::shared_ptr<const PluginLibrary> open(const PluginFile& file);

private:
    std::map<std::string, std::shared_ptr<const PluginLibrary>> _open; ///< by path
};

} // namespace flyte_webhook::host
