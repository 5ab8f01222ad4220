#include "allow_lists.h"
#include <algorithm>
#include <set>

namespace flyte_webhook::host
{

namespace
{

std::optional<PartSet> setOf(const AllowLists::Entries& entries)
{
    if (!entries) return std::nullopt;
    PartSet set;
    for (const auto& entry : *entries) set.add(entry);
    return set;
}

/// What is wrong with an entry of at most `most` parts between slashes.
std::optional<std::string> entryProblem(std::string_view entry, std::ptrdiff_t most, const std::string& right)
{
    const auto slashes = std::count(entry.begin(), entry.end(), '/');
    if (slashes >= most) return "has " + std::to_string(slashes + 1) + " parts; write " + right;
    const auto padded = "/" + std::string(entry) + "/";
    if (padded.find("//") != padded.npos) return "has an empty part; write " + right;
    return std::nullopt;
}

} // namespace

AllowLists::AllowLists(const Entries& tasks, const Entries& apps, const Entries& triggers)
    : _tasks(setOf(tasks)), _apps(setOf(apps)), _triggers(setOf(triggers))
{
}

bool AllowLists::permitsTask(std::string_view domain, std::string_view project, std::string_view name) const
{
    return !_tasks || _tasks->contains({domain, project, name}) || _tasks->contains({project, name}) || _tasks->contains({name});
}

bool AllowLists::permitsApp(std::string_view name) const { return !_apps || _apps->contains({name}); }

bool AllowLists::permitsTrigger(std::string_view task, std::string_view trigger) const
{
    return !_triggers || _triggers->contains({task, trigger}) || _triggers->contains({trigger});
}

std::vector<std::vector<std::string>> AllowLists::wholeNames(const Entries& entries, std::size_t parts)
{
    std::vector<std::vector<std::string>> names;
    std::set<std::string_view> seen;
    for (const auto& entry : entries.value_or(std::vector<std::string>()))
    {
        auto name = PartSet::partsOf(entry);
        if (name.size() == parts && seen.insert(entry).second) names.push_back(std::move(name));
    }
    return names;
}

std::optional<std::string> AllowLists::taskEntryProblem(std::string_view entry)
{
    return entryProblem(entry, 3, "domain/project/name, project/name or name");
}

std::optional<std::string> AllowLists::appEntryProblem(std::string_view entry) { return entryProblem(entry, 1, "the app's name alone"); }

std::optional<std::string> AllowLists::triggerEntryProblem(std::string_view entry)
{
    return entryProblem(entry, 2, "task_name/trigger_name or trigger_name");
}

} // namespace flyte_webhook::host
