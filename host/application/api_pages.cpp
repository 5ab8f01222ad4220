#include "api_pages.h"
#include "access/allow_lists.h"
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
            if (route.plugin == plugin.get())
                (route.endpoint->role == FW_ROLE_TYPES ? group.types : group.endpoints).push_back(route.endpoint);
    }
    return api;
}

TypedApi describeTypedApi(const Settings& settings, const PluginSet& plugins)
{
    const auto& lists = settings.allowlist;
    std::vector<NamedResource> resources;
    const auto add = [&](fw_resource_kind kind, const AllowLists::Entries& entries, std::size_t parts)
    {
        for (auto& names : AllowLists::wholeNames(entries, parts)) resources.push_back({kind, std::move(names)});
    };
    add(FW_RESOURCE_TASK, lists.tasks, 3);
    add(FW_RESOURCE_APP, lists.apps, 1);
    add(FW_RESOURCE_TRIGGER, lists.triggers, 2);
    TypedApi typed{describeApi(settings, plugins), {}};
    typed.endpoints = typedEndpoints(typed.api, resources);
    return typed;
}

Pages makePages(const TypedApi& typed, const Settings& settings, const PluginSet& plugins)
{
    const auto& api = typed.api;
    Captures captures;
    Site site;
    site.front = {settings.webhook.name, api.title, api.description, groupsOf(api)};
    site.hasFront = !plugins.router().match(page_paths::root, captures);
    site.document = makeDocument(api);
    site.typed = typed.shows();
    site.credentials = api.credentialHeaders;
    return makePages(std::move(site));
}

} // namespace flyte_webhook::host
