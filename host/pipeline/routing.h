#pragma once
#include "pages/pages.h"
#include "pipeline/step.h"
#include "plugins/plugin_set.h"

namespace flyte_webhook::host
{

/// Finds what lies at the request's path, a page of the host or an endpoint, so that authentication knows whether the path is open. Whether
/// the method fits is told later, by DispatchStep: a caller without credentials learns nothing of the paths.
class RouteStep final : public Step
{
public:
    /// The plugins and the pages must outlive the step.
    RouteStep(const PluginSet& plugins, const Pages& pages) : _plugins(plugins), _pages(pages) {}
    std::optional<HttpReply> run(RequestContext& context) const override;

private:
    bool findPage(RequestContext& context) const;
    std::optional<HttpReply> chooseForm(RequestContext& context) const;
    void findEndpoint(RequestContext& context) const;

    const PluginSet& _plugins;
    const Pages& _pages;
};

/// Answers with a page, and ends a request that has neither page nor endpoint: 404, 405 with Allow, or 307 where a slash is too many.
class DispatchStep final : public Step
{
public:
    DispatchStep(const PluginSet& plugins, const Pages& pages) : _plugins(plugins), _pages(pages) {}
    std::optional<HttpReply> run(RequestContext& context) const override;

private:
    std::optional<HttpReply> withoutSlash(const RequestContext& context) const;
    bool hasPath(std::string_view path) const;

    const PluginSet& _plugins;
    const Pages& _pages;
};

} // namespace flyte_webhook::host
