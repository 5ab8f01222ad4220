#pragma once
#include "sandbox/base/clock.h"
#include "sandbox/tasks/task.h"
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>

namespace flyte_webhook::sandbox
{

/// What names a trigger: its name is unique within its task. The organisation does not matter.
struct TriggerName
{
    std::string project, domain, task, name;

    friend bool operator<(const TriggerName& one, const TriggerName& other)
    {
        return std::tie(one.project, one.domain, one.task, one.name) < std::tie(other.project, other.domain, other.task, other.name);
    }
};

/// What changes of a trigger, and outlives a restart.
struct TriggerState
{
    bool active = false;
    std::uint64_t revision = 1;      ///< counts the changes
    Time updatedAt;                  ///< when it was switched on or off last, or declared
    std::optional<Time> triggeredAt; ///< when it started a run last
};

/// A trigger at a moment: it starts runs of its task's newest version.
struct Trigger
{
    TriggerName name;
    flyteidl2::task::TaskIdentifier task;
    TaskTrigger declared;
    Time declaredAt;
    TriggerState state;
};

} // namespace flyte_webhook::sandbox
