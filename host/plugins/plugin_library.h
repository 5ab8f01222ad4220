#pragma once
#include "config/plugin_settings.h"
#include "endpoints/endpoint.h"
#include "plugins/handle_slots.h"
#include "plugins/plugin_finder.h"
#include "plugins/plugin_metrics.h"
#include <flyte_webhook/abi.h>
#include <memory>
#include <string>
#include <vector>

namespace flyte_webhook::host
{

/// An opened plugin library: what it says of itself, copied and checked. The library is never closed, because its code may have left
/// pointers to itself anywhere (style guide of the interface, rule 1 of abi.h). Immutable once opened but for its metrics, which go on
/// counting over all configurations; any thread may use it.
class PluginLibrary
{
public:
    /// Opens the file (RTLD_NOW | RTLD_LOCAL), asks for its table and checks all of it. Throws PluginError with the reason when it is no
    /// ELF file, lacks the entry symbol, declines, throws, has another version or describes something that cannot be.
    PluginLibrary(const PluginFile& file, const fw_host& host);

    const std::string& file() const { return _file; }
    const std::string& name() const { return _name; }
    const std::string& version() const { return _version; }
    const std::string& summary() const { return _summary; }
    std::string interfaceVersion() const;
    const std::vector<DeclaredSetting>& settings() const { return _settings; }
    const std::vector<DeclaredMetric>& metrics() const { return _metrics; }
    const std::vector<Endpoint>& endpoints() const { return _endpoints; }
    const FileState& state() const { return _state; } ///< of the file when it was opened
    PluginMetrics& counts() const { return *_counts; }
    HandleSlots& slots() const { return *_slots; }

    /// The plugin's functions.
    const fw_plugin_table& table() const { return *_table; }

private:
    const fw_plugin_table* ask(const fw_host& host) const;
    void checkVersion() const;
    void read();

    FileState _state;
    std::string _file, _name, _version, _summary;
    std::vector<DeclaredSetting> _settings;
    std::vector<DeclaredMetric> _metrics;
    std::vector<Endpoint> _endpoints;
    std::unique_ptr<PluginMetrics> _counts;
    const std::unique_ptr<HandleSlots> _slots = std::make_unique<HandleSlots>();
    const fw_plugin_table* _table = nullptr;
};

} // namespace flyte_webhook::host
