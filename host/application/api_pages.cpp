#include "api_pages.h"
#include "pages/page_paths.h"
#include "pages/site.h"

namespace flyte_webhook::host
{

namespace
{

std::vector<FrontPage::Group> groupsOf(const Api& api)
{
    std::vector<FrontPage::Group> groups;
    for (const auto& group : api.groups)
        if (!group.endpoints.empty()) groups.push_back({group.name, group.summary});
    return groups;
}

} // namespace

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
            if (route.plugin == plugin.get() && route.endpoint->role != FW_ROLE_TYPES) group.endpoints.push_back(route.endpoint);
    }
    return api;
}

Pages makePages(const Settings& settings, const PluginSet& plugins)
{
    const auto api = describeApi(settings, plugins);
    Captures captures;
    Site site;
    site.front = {settings.webhook.name, api.title, api.description, groupsOf(api)};
    site.hasFront = !plugins.router().match(page_paths::root, captures);
    site.document = makeDocument(api);
    return makePages(std::move(site));
}

} // namespace flyte_webhook::host
