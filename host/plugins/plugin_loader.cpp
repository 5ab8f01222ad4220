#include "plugin_loader.h"
#include "config/plugin_settings.h"
#include "plugins/host_table.h"
#include "plugins/plugin_error.h"
#include "plugins/plugin_selection.h"
#include "telemetry/log.h"

namespace flyte_webhook::host
{

namespace
{

/// Loads one configuration's plugins, one after the other.
class Loading
{
public:
    Loading(const Settings& settings, const TextMap& facts, const Log& log, std::vector<std::string>& errors)
        : _facts(facts), _log(log), _errors(errors), _written(settings)
    {
    }

    void load(const PluginFile& file, const std::set<std::string>* ids, PluginSet& set)
    {
        try
        {
            auto library = std::make_unique<PluginLibrary>(file, hostTable());
            ConfigErrors problems;
            auto values = _written.read(library->name(), library->settings(), problems);
            tell(problems);
            if (!problems.empty()) return;
            TextMap text(std::make_move_iterator(values.begin()), std::make_move_iterator(values.end()));
            auto instance = std::make_unique<PluginInstance>(*library, std::move(text), _facts, _log);
            set.add(std::move(library), std::move(instance), ids);
        }
        catch (const PluginError& e)
        {
            _errors.emplace_back(e.what());
        }
    }

    void refuseUnknown(const std::vector<PluginFile>& installed)
    {
        std::vector<std::string> names;
        for (const auto& file : installed) names.push_back(file.name);
        tell(_written.unknown(names));
    }

private:
    void tell(const ConfigErrors& problems)
    {
        for (const auto& problem : problems) _errors.push_back(problem.text());
    }

    const TextMap& _facts;
    const Log& _log;
    std::vector<std::string>& _errors;
    PluginSettings _written;
};

} // namespace

std::vector<std::string> pluginDirectories(const Settings& settings)
{
    if (!settings.plugins.directories.empty()) return settings.plugins.directories;
    return {installedPluginDirectory()};
}

std::unique_ptr<PluginSet> loadPlugins(const Settings& settings, const TextMap& facts, const Log& log, std::vector<std::string>& errors)
{
    auto set = std::make_unique<PluginSet>();
    std::vector<PluginFile> installed;
    try
    {
        installed = findPlugins(pluginDirectories(settings));
    }
    catch (const PluginError& e)
    {
        errors.emplace_back(e.what());
        return set;
    }
    const auto selection = selectPlugins(settings.webhook, installed, errors);
    Loading loading(settings, facts, log, errors);
    for (const auto& file : selection.files) loading.load(file, selection.ids ? &*selection.ids : nullptr, *set);
    loading.refuseUnknown(installed);
    return set;
}

} // namespace flyte_webhook::host
