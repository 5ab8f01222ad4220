#pragma once
#include <optional>
#include <string>
#include <vector>

namespace flyteidl2::task
{
class TaskSpec;
}

namespace flyte_webhook::task
{

/// How results of a task are kept: "disable", "override" (under a version of its own) or "auto".
struct CacheTraits
{
    const char* behavior;
    std::optional<std::string> versionOverride;
    bool serialize; ///< equal runs at the same time wait for the first
};

/// What a caller wants to know of a task before running it.
struct TaskTraits
{
    std::string type;
    std::vector<std::string> requiredArgs;     ///< in the order of the interface
    std::vector<std::string> defaultInputArgs; ///< in the order of the defaults
    CacheTraits cache;
    std::vector<std::string> secrets; ///< their keys
};

TaskTraits traitsOf(const flyteidl2::task::TaskSpec& spec);

} // namespace flyte_webhook::task
