#include "api_pages.h"
#include "pages/page_paths.h"

namespace flyte_webhook::host
{

Api describeApi(const Settings& settings, const PluginSet& plugins)
{
    Api api;
    api.title = settings.webhook.title;
    api.description = settings.webhook.description;
    api.authRequired = settings.auth.required;
    api.credentialHeaders = settings.auth.headers;
    for (const auto& plugin : plugins.plugins())
    {
        auto& group = api.groups.emplace_back();
        group.name = plugin->library().name();
        group.summary = plugin->library().summary();
        for (const auto& route : plugins.routes())
            if (route.plugin == plugin.get()) group.endpoints.push_back(route.endpoint);
    }
    return api;
}

Pages makePages(const Settings& settings, const PluginSet& plugins)
{
    Pages pages;
    pages.add("openapi", page_paths::document, Content::changing("application/json", makeDocument(describeApi(settings, plugins))));
    return pages;
}

} // namespace flyte_webhook::host
