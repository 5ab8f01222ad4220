#include "plugin_set.h"
#include "pages/page_paths.h"
#include "plugins/plugin_error.h"
#include <future>

namespace flyte_webhook::host
{

namespace
{

/// A path template without its names, which do not tell two apart.
std::string shapeOf(const std::string& path)
{
    std::string shape;
    bool named = false;
    for (const char c : path)
    {
        named = named && c != '}';
        if (!named) shape += c;
        named = named || c == '{';
    }
    return shape;
}

const char* kindOf(const DeclaredMetric& metric) { return metric.kind == FW_COUNTER ? "counter" : "histogram"; }

/// Whether they cannot stand on one page. OpenMetrics calls a counter by its name without _total, the older format by all of it.
bool clash(const DeclaredMetric& one, const DeclaredMetric& other)
{
    if (one.kind == other.kind) return false;
    const auto& counter = one.kind == FW_COUNTER ? one.name : other.name;
    const auto& histogram = one.kind == FW_COUNTER ? other.name : one.name;
    return histogram == counter || histogram + "_total" == counter;
}

/// Side by side: however many plugins do not come back, together they take no longer than one.
void endTogether(std::vector<std::shared_ptr<PluginInstance>>& plugins) noexcept
try
{
    std::vector<std::future<void>> ends;
    for (auto& plugin : plugins) ends.push_back(std::async(std::launch::async | std::launch::deferred, [&plugin] { plugin.reset(); }));
    for (const auto& end : ends) end.wait();
}
catch (const std::exception&) // no memory for that: those that are left end one after the other, with the set
{
}

} // namespace

PluginSet::~PluginSet() { endTogether(_plugins); }

void PluginSet::add(std::shared_ptr<PluginInstance> instance, const std::set<std::string>* ids)
{
    auto& plugin = *_plugins.emplace_back(std::move(instance));
    for (const auto& metric : plugin.library().metrics()) requireFitting(plugin.library(), metric);
    for (const auto& endpoint : plugin.library().endpoints())
        if (!ids || ids->count(endpoint.id)) addRoute(endpoint, plugin);
}

std::shared_ptr<PluginInstance> PluginSet::find(const std::string& name) const
{
    for (const auto& plugin : _plugins)
        if (plugin->library().name() == name) return plugin;
    return nullptr;
}

std::string PluginSet::sameAs(const Endpoint& endpoint) const
{
    for (const auto& route : _routes)
        if (route.endpoint->method == endpoint.method && shapeOf(route.endpoint->path) == shapeOf(endpoint.path))
            return ": '" + route.endpoint->id + "' of " + route.plugin->library().file();
    return {};
}

void PluginSet::requireFitting(const PluginLibrary& library, const DeclaredMetric& metric) const
{
    for (const auto& plugin : _plugins)
        for (const auto& other : plugin->library().metrics())
            if (clash(metric, other))
                throw PluginError(library.file(), std::string("its ") + kindOf(metric) + " '" + metric.name + "' clashes with the " +
                                                      kindOf(other) + " '" + other.name + "' of " + plugin->library().file() +
                                                      "; give it another name");
}

void PluginSet::addRoute(const Endpoint& endpoint, PluginInstance& plugin)
{
    for (const auto& route : _routes)
        if (route.endpoint->id == endpoint.id)
            throw PluginError(plugin.library().file(),
                              "it has the endpoint '" + endpoint.id + "', which " + route.plugin->library().file() + " has already");
    if (isReserved(endpoint.path))
        throw PluginError(plugin.library().file(), "endpoint '" + endpoint.id + "': the path " + endpoint.path + " is the server's own");
    try
    {
        _router.add(endpoint.method, endpoint.path, _routes.size());
    }
    catch (const std::invalid_argument& e)
    {
        throw PluginError(plugin.library().file(), "endpoint '" + endpoint.id + "': " + e.what() + sameAs(endpoint));
    }
    _routes.push_back({&endpoint, &plugin});
}

} // namespace flyte_webhook::host
