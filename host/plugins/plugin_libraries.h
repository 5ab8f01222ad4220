#pragma once
#include "plugins/plugin_library.h"
#include "plugins/plugin_steps.h"
#include "telemetry/log.h"
#include <chrono>
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
    using Library = std::shared_ptr<const PluginLibrary>;

    bool has(const PluginFile& file) const { return _open.count(file.path) != 0; }

    /// Opens a library unless it is open. Throws PluginError as PluginLibrary does, and when opening takes longer than `limit`; then what
    /// comes of it in the end is what the next call returns, and where it fails the log says so.
    Library open(const PluginFile& file, std::chrono::milliseconds limit, const Log& log);

    /// What runs the plugins' steps outside of requests.
    PluginSteps& steps() { return _steps; }
    const PluginSteps& steps() const { return _steps; }

private:
    PluginSteps _steps;
    std::map<std::string, Library> _open;                  ///< by path
    std::map<std::string, std::shared_ptr<Library>> _late; ///< by path: what opening comes to that was no longer waited for
};

} // namespace flyte_webhook::host
