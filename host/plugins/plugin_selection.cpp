#include "plugin_selection.h"
#include "plugins/plugin_inspector.h"
#include <algorithm>

namespace flyte_webhook::host
{

namespace
{

std::string joined(const std::set<std::string>& names)
{
    std::string list;
    for (const auto& name : names) list += (list.empty() ? "" : ", ") + name;
    return list.empty() ? "none" : list;
}

PluginSelection selectGroups(const Settings::Webhook& webhook, const std::vector<PluginFile>& installed, std::vector<std::string>& errors)
{
    const std::set<std::string> wanted(webhook.endpointGroups->begin(), webhook.endpointGroups->end());
    PluginSelection selection;
    std::set<std::string> known{"all"};
    for (const auto& file : installed)
    {
        known.insert(file.name);
        if (wanted.count("all") || wanted.count(file.name)) selection.files.push_back(file);
    }
    for (const auto& group : wanted)
        if (!known.count(group))
            errors.push_back(webhook.groupsWhere + ": webhook.endpoint_groups: there is no group '" + group +
                             "'; installed are: " + joined(known));
    return selection;
}

PluginSelection selectEndpoints(const Settings::Webhook& webhook, const std::vector<PluginFile>& installed, const std::string& program,
                                std::chrono::milliseconds patience, std::vector<std::string>& errors)
{
    PluginSelection selection;
    selection.ids.emplace(webhook.endpoints->begin(), webhook.endpoints->end());
    std::set<std::string> known;
    std::vector<std::string> problems;
    const auto reports = inspectPlugins(installed, program, patience);
    for (std::size_t i = 0; i < installed.size(); ++i)
    {
        const auto& report = reports[i];
        if (!report.problem.empty()) problems.push_back(report.problem);
        bool owns = false;
        for (const auto& endpoint : report.endpoints)
        {
            known.insert(endpoint.id);
            owns = owns || selection.ids->count(endpoint.id);
        }
        if (owns) selection.files.push_back(installed[i]);
    }
    bool missing = false;
    for (const auto& id : *selection.ids)
        if (!known.count(id))
        {
            missing = true;
            errors.push_back(webhook.endpointsWhere + ": webhook.endpoints: there is no endpoint '" + id +
                             "'; known are: " + joined(known));
        }
    // A plugin that cannot be used may be the one that owns what is missing; else it is none of this configuration's business.
    if (missing) errors.insert(errors.end(), problems.begin(), problems.end());
    return selection;
}

} // namespace

PluginSelection selectPlugins(const Settings& settings, const std::vector<PluginFile>& installed, const std::string& program,
                              std::vector<std::string>& errors)
{
    const auto& webhook = settings.webhook;
    PluginSelection selection{installed, std::nullopt};
    if (webhook.endpointGroups) selection = selectGroups(webhook, installed, errors);
    // Of both at once, which is an error by itself, all that is wrong is told as well.
    if (webhook.endpoints) selection = selectEndpoints(webhook, installed, program, settings.plugins.startTimeout, errors);
    return selection;
}

} // namespace flyte_webhook::host
