#include "plugin_libraries.h"
#include "plugins/host_table.h"

namespace flyte_webhook::host
{

std::shared_ptr<const PluginLibrary> PluginLibraries::open(const PluginFile& file)
{
    auto& library = _open[file.path];
    if (!library) library = std::make_shared<PluginLibrary>(file, hostTable());
    return library;
}

} // namespace flyte_webhook::host
