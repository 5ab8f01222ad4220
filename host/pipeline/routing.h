#pragma once
#include "pipeline/step.h"
#include "plugins/plugin_set.h"

namespace flyte_webhook::host
{

/// Finds what lies at the request's path, so that authentication knows whether the path is open. Whether the method fits is told later,
/// by DispatchStep: a caller without credentials learns nothing of the paths.
class RouteStep final : public Step
{
public:
    /// The plugins must outlive the step.
    explicit RouteStep(const PluginSet& plugins) : _plugins(plugins) {}
    std::optional<HttpReply> run(RequestContext& context) const override;

private:
    const PluginSet& _plugins;
};

/// Ends a request that has no endpoint: 404, 405 with Allow, or 307 where a slash is too many.
class DispatchStep final : public Step
{
public:
    explicit DispatchStep(const PluginSet& plugins) : _plugins(plugins) {}
    std::optional<HttpReply> run(RequestContext& context) const override;

private:
    std::optional<HttpReply> withoutSlash(const RequestContext& context) const;
    const PluginSet& _plugins;
};

} // namespace flyte_webhook::host
