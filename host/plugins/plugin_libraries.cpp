#include "plugin_libraries.h"
#include "plugins/host_table.h"
#include "plugins/plugin_error.h"

namespace flyte_webhook::host
{

namespace
{

/// Behind an opening that was no longer waited for.
void tellLateFailure(const Log& log, const std::string& plugin, const std::exception_ptr& thrown)
try
{
    if (thrown) std::rethrow_exception(thrown);
}
catch (const std::exception& e)
{
    log.error("a plugin that was no longer waited for does not open", {{"plugin", plugin}, {"cause", e.what()}});
}

} // namespace

PluginLibraries::Library PluginLibraries::open(const PluginFile& file, std::chrono::milliseconds limit, const Log& log)
{
    if (const auto found = _open.find(file.path); found != _open.end()) return found->second;
    try
    {
        _steps.requireIdle(file.name);
        auto& opened = _late[file.path];
        if (!opened || !*opened)
        {
            opened = std::make_shared<Library>();
            _steps.run(
                file.name, FW_ENTRY_SYMBOL "()", limit,
                [file, opened = opened] { *opened = std::make_shared<PluginLibrary>(file, hostTable()); },
                [log, name = file.name](const std::exception_ptr& thrown) { tellLateFailure(log, name, thrown); });
        }
        const auto library = *opened;
        _late.erase(file.path);
        return _open[file.path] = library;
    }
    catch (const StepOverdue& e)
    {
        throw PluginError(file.path, std::string("it does not open: ") + e.what());
    }
}

} // namespace flyte_webhook::host
