#pragma once
#include "access/part_set.h"
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flyte_webhook::host
{

/// Which tasks, apps and triggers callers may reach; Exact comparison, no patterns. Immutable; any thread.
class AllowLists
{
public:
    using Entries = std::optional<std::vector<std::string>>;

    /// Not set: everything is permitted; set and empty: nothing is.
    AllowLists(const Entries& tasks, const Entries& apps, const Entries& triggers);

    bool permitsTask(std::string_view domain, std::string_view project, std::string_view name) const;
    bool permitsApp(std::string_view name) const;
    bool permitsTrigger(std::string_view task, std::string_view trigger) const;

    /// What is wrong with an entry of each list, as the end of a sentence; nothing when it is well-formed.
    static std::optional<std::string> taskEntryProblem(std::string_view entry);
    static std::optional<std::string> appEntryProblem(std::string_view entry);
    static std::optional<std::string> triggerEntryProblem(std::string_view entry);

    /// The entries of a list that have all the parts of a name, so that each stands for one thing alone: every one once, in its parts.
    static std::vector<std::vector<std::string>> wholeNames(const Entries& entries, std::size_t parts);

private:
    using Set = std::optional<PartSet>;
    Set _tasks, _apps, _triggers;
};

} // namespace flyte_webhook::host
