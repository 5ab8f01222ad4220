#include "plugin_libraries.h"
#include "plugins/host_table.h"
#include "plugins/plugin_error.h"

namespace flyte_webhook::host
{

std::shared_ptr<const PluginLibrary> PluginLibraries::open(const PluginFile& file, std::chrono::milliseconds limit)
{
    if (const auto found = _open.find(file.path); found != _open.end()) return found->second;
    const auto opened = std::make_shared<std::shared_ptr<const PluginLibrary>>();
    try
    {
        _steps.requireIdle(file.name);
        _steps.run(file.name, FW_ENTRY_SYMBOL "()", limit, [=] { *opened = std::make_shared<PluginLibrary>(file, hostTable()); });
    }
    catch (const StepOverdue& e)
    {
        throw PluginError(file.path, std::string("it does not open: ") + e.what());
    }
    return _open[file.path] = *opened;
}

} // namespace flyte_webhook::host
