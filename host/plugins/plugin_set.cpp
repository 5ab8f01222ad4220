#include "plugin_set.h"
#include "plugins/plugin_error.h"

namespace flyte_webhook::host
{

void PluginSet::add(std::unique_ptr<PluginLibrary> library, std::unique_ptr<PluginInstance> instance, const std::set<std::string>* ids)
{
    auto& plugin = *instance;
    _plugins.push_back({std::move(library), std::move(instance)});
    for (const auto& endpoint : plugin.library().endpoints())
        if (!ids || ids->count(endpoint.id)) addRoute(endpoint, plugin);
}

void PluginSet::addRoute(const Endpoint& endpoint, PluginInstance& plugin)
{
    for (const auto& route : _routes)
        if (route.endpoint->id == endpoint.id)
            throw PluginError(plugin.library().file(),
                              "it has the endpoint '" + endpoint.id + "', which " + route.plugin->library().file() + " has already");
    try
    {
        _router.add(endpoint.method, endpoint.path, _routes.size());
    }
    catch (const std::invalid_argument& e)
    {
        throw PluginError(plugin.library().file(), "endpoint '" + endpoint.id + "': " + e.what());
    }
    _routes.push_back({&endpoint, &plugin});
}

} // namespace flyte_webhook::host
