#include "plugin_library.h"
#include "endpoints/endpoint_reader.h"
#include "endpoints/first_sizes.h"
#include "plugins/declaration_reader.h"
#include "plugins/plugin_error.h"
#include <dlfcn.h>
#include <flyte_webhook/plugin/bytes.h>
#include <set>

namespace flyte_webhook::host
{

namespace
{

using Entry = const fw_plugin_table* (*)(const fw_host*, fw_const*);

Entry findEntry(const std::string& file)
{
    void* library = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!library) throw PluginError(file, std::string("it cannot be opened: ") + ::dlerror());
    void* symbol = ::dlsym(library, FW_ENTRY_SYMBOL);
    if (!symbol) throw PluginError(file, "it does not export " FW_ENTRY_SYMBOL ", so it is no plugin");
    return reinterpret_cast<Entry>(symbol);
}

} // namespace

PluginLibrary::PluginLibrary(const PluginFile& file, const fw_host& host) : _state(FileState::of(file.path)), _file(file.path)
{
    if (!file.problem.empty()) throw PluginError(file);
    _table = ask(host);
    checkVersion();
    try
    {
        read();
    }
    catch (const BadDescription& e)
    {
        throw PluginError(_file, e.what());
    }
    if (_name != file.name) throw PluginError(_file, "its name is '" + _name + "', so its file must be called " + _name + ".so");
    _counts = std::make_unique<PluginMetrics>(_metrics);
}

std::string PluginLibrary::interfaceVersion() const { return std::to_string(_table->major) + "." + std::to_string(_table->minor); }

const fw_plugin_table* PluginLibrary::ask(const fw_host& host) const
{
    const auto entry = findEntry(_file);
    fw_const why{};
    const fw_plugin_table* table = nullptr;
    try
    {
        table = entry(&host, &why);
    }
    catch (const std::exception& e)
    {
        throw PluginError(_file, std::string("it threw an exception at start: ") + e.what());
    }
    catch (...)
    {
        throw PluginError(_file, "it threw an exception at start that is no std::exception");
    }
    if (!table) throw PluginError(_file, "it declines to start: " + (why.size ? toString(why) : "it gives no reason"));
    return table;
}

void PluginLibrary::checkVersion() const
{
    const std::string ours = std::to_string(FW_ABI_MAJOR) + "." + std::to_string(FW_ABI_MINOR);
    if (_table->major != FW_ABI_MAJOR || _table->minor > FW_ABI_MINOR)
        throw PluginError(_file, "it was built for version " + interfaceVersion() + " of the plugin interface, and this server has " +
                                     ours + "; install the plugin's release for this server");
    if (!isWhole(*_table)) throw PluginError(_file, "its table is shorter than version 1.0 of the interface has it");
    if (!_table->create || !_table->destroy || !_table->handle)
        throw PluginError(_file, "its table lacks one of create, destroy and handle");
}

void PluginLibrary::read()
{
    _name = readText("the plugin", "name", _table->name);
    _version = readText("the plugin", "version", _table->version);
    _summary = readText("the plugin", "summary", _table->summary);
    if (!isPluginName(_name)) throw BadDescription("its name '" + _name + "' is not lower-case letters, digits and dashes after a letter");
    _settings = readSettings(*_table);
    _metrics = readMetrics(*_table);
    if (_table->endpoint_count && !_table->endpoints) throw BadDescription("its list of endpoints is NULL");
    std::set<std::string> ids;
    for (std::size_t i = 0; i < readCount("the plugin", "endpoints", _table->endpoint_count); ++i)
    {
        if (!_table->endpoints[i]) throw BadDescription("endpoint " + std::to_string(i) + " is NULL");
        _endpoints.push_back(readEndpoint(*_table->endpoints[i], i));
        if (!ids.insert(_endpoints.back().id).second) throw BadDescription("it has two endpoints '" + _endpoints.back().id + "'");
    }
}

} // namespace flyte_webhook::host
