#pragma once
#include "sandbox/tasks/task_set.h"
#include "sandbox/triggers/trigger.h"
#include "sandbox/triggers/trigger_store.h"
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

namespace flyte_webhook::sandbox
{

/// The triggers of the tasks' newest versions, on or off, and when each is due. Which ones there are never changes. A state that was kept
/// counts more than the declared one. Thread: any.
class Triggers
{
public:
    /// Database must outlive the triggers.
    Triggers(const TaskSet& tasks, Database& database);

    std::vector<Trigger> all() const;
    std::optional<Trigger> find(const TriggerName& name) const;

    /// Switches one on or off; it is due for the first time a whole period later. Nothing happens when it is so already, or when there is
    /// no such trigger.
    void set(const TriggerName& name, bool active);

    /// Waits until a trigger is due and gives every one that is, each with its next moment set: moments that were missed are not made up
    /// for. Nothing: end() was called.
    std::optional<std::vector<Trigger>> waitForDue();
    void end();

private:
    using SteadyTime = std::chrono::steady_clock::time_point;

    struct Entry
    {
        Trigger trigger;
        SteadyTime due; ///< when it is active
    };

    std::optional<SteadyTime> nextMoment() const;
    std::vector<Trigger> takeDue(SteadyTime now);

    TriggerStore _store;
    mutable std::mutex _mutex;
    std::condition_variable _changed;
    bool _ended = false;
    std::map<TriggerName, Entry> _entries;
};

} // namespace flyte_webhook::sandbox
