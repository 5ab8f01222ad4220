#include "plugin_loader.h"
#include "config/plugin_settings.h"
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
    Loading(const PluginLoad& load, LoadedPlugins& loaded) : _load(load), _loaded(loaded), _written(load.settings) {}

    void load(const PluginFile& file, const std::set<std::string>* ids)
    {
        try
        {
            auto library = _load.libraries.open(file, startTimeout(), _load.log);
            if (!(library->state() == FileState::of(file.path)))
                _loaded.warnings.push_back("plugin " + file.path +
                                           ": the file has changed since it was opened; restart the server to use the new one");
            ConfigErrors problems;
            auto values = _written.read(library->name(), library->settings(), problems);
            tell(problems);
            if (!problems.empty()) return;
            TextMap text(std::make_move_iterator(values.begin()), std::make_move_iterator(values.end()));
            _loaded.set->add(instance(std::move(library), std::move(text)), ids);
        }
        catch (const PluginError& e)
        {
            _loaded.errors.emplace_back(e.what());
        }
    }

    void refuseUnknown(const std::vector<PluginFile>& installed)
    {
        std::vector<std::string> names;
        for (const auto& file : installed) names.push_back(file.name);
        tell(_written.unknown(names));
    }

private:
    std::shared_ptr<PluginInstance> instance(std::shared_ptr<const PluginLibrary> library, TextMap settings)
    {
        auto previous = _load.previous ? _load.previous->find(library->name()) : nullptr;
        if (previous && previous->wasMadeOf(*library, settings, _load.facts, _load.log)) return previous;
        try
        {
            return PluginInstance::start(std::move(library), std::move(settings), _load.facts, _load.log,
                                         {_load.libraries.steps(), startTimeout()});
        }
        catch (const PluginError& e)
        {
            if (!previous) throw;
            _loaded.warnings.push_back(std::string(e.what()) + "; it goes on with those that it had");
            return previous;
        }
    }

    std::chrono::milliseconds startTimeout() const { return _load.settings.plugins.startTimeout; }

    void tell(const ConfigErrors& problems)
    {
        for (const auto& problem : problems) _loaded.errors.push_back(problem.text());
    }

    const PluginLoad& _load;
    LoadedPlugins& _loaded;
    PluginSettings _written;
};

/// What this process has not opened yet is looked at in another one before: what ends that one would have ended the server.
void inspectNew(const PluginLoad& load, std::vector<PluginFile>& files)
{
    std::vector<PluginFile> unknown;
    for (const auto& file : files)
        if (!load.libraries.has(file)) unknown.push_back(file);
    const auto reports = inspectPlugins(unknown, load.program, load.settings.plugins.startTimeout);
    for (std::size_t i = 0; i < unknown.size(); ++i)
        for (auto& file : files)
            if (file.path == unknown[i].path) file.problem = reports[i].problem;
}

} // namespace

std::vector<std::string> pluginDirectories(const Settings& settings)
{
    if (!settings.plugins.directories.empty()) return settings.plugins.directories;
    return {installedPluginDirectory()};
}

LoadedPlugins loadPlugins(const PluginLoad& load)
{
    LoadedPlugins loaded;
    try
    {
        const auto installed = findPlugins(pluginDirectories(load.settings));
        auto selection = selectPlugins(load.settings, installed, load.program, loaded.errors);
        inspectNew(load, selection.files);
        Loading loading(load, loaded);
        for (const auto& file : selection.files) loading.load(file, selection.ids ? &*selection.ids : nullptr);
        loading.refuseUnknown(installed);
    }
    catch (const PluginError& e) // of the directories; a plugin's own is told by load()
    {
        loaded.errors.emplace_back(e.what());
    }
    return loaded;
}

} // namespace flyte_webhook::host
