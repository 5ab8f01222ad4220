#pragma once
#include "endpoints/router.h"
#include "plugins/plugin_instance.h"
#include "request/request_context.h"
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace flyte_webhook::host
{

/// The plugins that serve under one configuration, and the ways to their endpoints. Filled by the loader, then immutable; any thread may
/// read it.
class PluginSet
{
public:
    PluginSet() = default;
    /// Ends the instances that nothing else holds, side by side. Each may take as long as its Patience allows.
    ~PluginSet();
    PluginSet(const PluginSet&) = delete;
    PluginSet& operator=(const PluginSet&) = delete;

    /// Adds an instance and the routes to its endpoints, or to those among `ids` when that is not null. Throws PluginError when an id or a
    /// path is taken already, or the name of a metric by one of another kind.
    void add(std::shared_ptr<PluginInstance> instance, const std::set<std::string>* ids);

    /// The instance of the plugin of that name; null when there is none.
    std::shared_ptr<PluginInstance> find(const std::string& name) const;

    /// Paths to numbers in routes().
    const Router& router() const { return _router; }
    const std::vector<Route>& routes() const { return _routes; }
    std::size_t size() const { return _plugins.size(); }
    const std::vector<std::shared_ptr<PluginInstance>>& plugins() const { return _plugins; }

private:
    /// For messages: which endpoint that is here already has the same method and path.
    std::string sameAs(const Endpoint& endpoint) const;
    void requireFitting(const PluginLibrary& library, const DeclaredMetric& metric) const;
    void addRoute(const Endpoint& endpoint, PluginInstance& plugin);

    std::vector<std::shared_ptr<PluginInstance>> _plugins; ///< the next configuration may share those that it does not change
    std::vector<Route> _routes;
    Router _router;
};

} // namespace flyte_webhook::host
