#include "sandbox/pages/site.h"
#include "sandbox/pages/page.h"
#include "sandbox/pages/pages.h"
#include <Poco/Exception.h>
#include <Poco/URI.h>
#include <algorithm>
#include <optional>

namespace flyte_webhook::sandbox
{
namespace
{

/// The segments of a path, decoded; nothing when they cannot be.
std::optional<std::vector<std::string>> segments(std::string_view path)
{
    std::vector<std::string> segments;
    for (std::size_t begin = 1; begin <= path.size();)
    {
        const std::size_t end = std::min(path.find('/', begin), path.size());
        try
        {
            std::string decoded;
            Poco::URI::decode(std::string(path.substr(begin, end - begin)), decoded);
            segments.push_back(std::move(decoded));
        }
        catch (const Poco::Exception&)
        {
            return std::nullopt;
        }
        begin = end + 1;
    }
    return segments;
}

SiteAnswer notFound()
{
    return {404,
            page({"Not found"},
                 [](Html& html)
                 {
                     html.markup("<p>There is no such page, run, task or app here. A sandbox without <code>--dir</code> forgets its runs "
                                 "when it ends.</p>\n<p><a href=\"/\">All that there is</a></p>\n");
                 })};
}

} // namespace

SiteAnswer Site::get(std::string_view path) const
{
    if (path == "/") return {200, indexPage(_shown)};
    const auto parts = segments(path);
    const bool fits = parts && parts->size() == 7 && (*parts)[0] == "v2" && (*parts)[1] == "domain" && (*parts)[3] == "project";
    if (fits && (*parts)[5] == "runs") return run((*parts)[4], (*parts)[2], (*parts)[6]);
    if (fits && (*parts)[5] == "apps") return app((*parts)[4], (*parts)[2], (*parts)[6]);
    if (fits && (*parts)[5] == "tasks") return task((*parts)[4], (*parts)[2], (*parts)[6]);
    return notFound();
}

SiteAnswer Site::run(const std::string& project, const std::string& domain, const std::string& name) const
{
    const auto run = _shown.store.find(RunName{project, domain, name});
    return run ? SiteAnswer{200, runPage(*run, currentTime())} : notFound();
}

SiteAnswer Site::app(const std::string& project, const std::string& domain, const std::string& name) const
{
    const auto* const entry = _shown.apps.find({project, domain, name});
    return entry ? SiteAnswer{200, appPage(*entry)} : notFound();
}

SiteAnswer Site::task(const std::string& project, const std::string& domain, const std::string& name) const
{
    std::vector<const Task*> versions;
    for (const auto& task : _shown.tasks.all())
        if (task.id.project() == project && task.id.domain() == domain && task.id.name() == name) versions.push_back(&task);
    if (versions.empty()) return notFound();
    std::sort(versions.begin(), versions.end(), [](const Task* a, const Task* b) { return a->createdAt > b->createdAt; });
    std::vector<Trigger> triggers;
    for (const auto& trigger : _shown.triggers.all())
        if (trigger.name.project == project && trigger.name.domain == domain && trigger.name.task == name) triggers.push_back(trigger);
    return {200, taskPage(versions, triggers, _shown.store.newest(shownRuns, {project, domain, name}))};
}

} // namespace flyte_webhook::sandbox
