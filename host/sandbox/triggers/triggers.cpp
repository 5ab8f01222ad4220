#include "sandbox/triggers/triggers.h"
#include <algorithm>
#include <set>

using std::chrono::steady_clock;

namespace flyte_webhook::sandbox
{
namespace
{

std::vector<const Task*> newestTasks(const TaskSet& tasks)
{
    std::set<std::pair<std::string, std::string>> places;
    for (const auto& task : tasks.all()) places.emplace(task.id.project(), task.id.domain());
    std::vector<const Task*> newest;
    for (const auto& [project, domain] : places)
        for (const Task* task : tasks.newest(project, domain)) newest.push_back(task);
    return newest;
}

Trigger triggerOf(const Task& task, const TaskTrigger& declared, const TriggerStore& store)
{
    Trigger trigger{{task.id.project(), task.id.domain(), task.id.name(), declared.name}, task.id, declared, task.createdAt, {}};
    trigger.state.active = declared.active;
    trigger.state.updatedAt = task.createdAt;
    if (const auto kept = store.find(trigger.name)) trigger.state = *kept;
    return trigger;
}

} // namespace

Triggers::Triggers(const TaskSet& tasks, Database& database) : _store(database)
{
    for (const Task* task : newestTasks(tasks))
        for (const auto& declared : task->triggers)
        {
            const Trigger trigger = triggerOf(*task, declared, _store);
            _entries[trigger.name] = {trigger, steady_clock::now() + declared.every};
        }
}

std::vector<Trigger> Triggers::all() const
{
    const std::lock_guard lock(_mutex);
    std::vector<Trigger> triggers;
    for (const auto& [name, entry] : _entries) triggers.push_back(entry.trigger);
    return triggers;
}

std::optional<Trigger> Triggers::find(const TriggerName& name) const
{
    const std::lock_guard lock(_mutex);
    const auto found = _entries.find(name);
    return found == _entries.end() ? std::nullopt : std::optional(found->second.trigger);
}

void Triggers::set(const TriggerName& name, bool active)
{
    const std::lock_guard lock(_mutex);
    const auto found = _entries.find(name);
    if (found == _entries.end() || found->second.trigger.state.active == active) return;
    Trigger& trigger = found->second.trigger;
    TriggerState state = trigger.state;
    state.active = active;
    state.updatedAt = currentTime();
    ++state.revision;
    _store.keep(name, state);
    trigger.state = state;
    found->second.due = steady_clock::now() + trigger.declared.every;
    _changed.notify_all();
}

std::optional<std::vector<Trigger>> Triggers::waitForDue()
{
    std::unique_lock lock(_mutex);
    while (!_ended)
    {
        const auto next = nextMoment();
        if (next && *next <= steady_clock::now()) return takeDue(steady_clock::now());
        if (next)
            _changed.wait_until(lock, *next);
        else
            _changed.wait(lock);
    }
    return std::nullopt;
}

void Triggers::end()
{
    const std::lock_guard lock(_mutex);
    _ended = true;
    _changed.notify_all();
}

/// The mutex is held, here and below.
std::optional<Triggers::SteadyTime> Triggers::nextMoment() const
{
    std::optional<SteadyTime> next;
    for (const auto& [name, entry] : _entries)
        if (entry.trigger.state.active) next = next ? std::min(*next, entry.due) : entry.due;
    return next;
}

std::vector<Trigger> Triggers::takeDue(SteadyTime now)
{
    std::vector<Trigger> due;
    for (auto& [name, entry] : _entries)
    {
        if (!entry.trigger.state.active || entry.due > now) continue;
        entry.due += entry.trigger.declared.every;
        if (entry.due <= now) entry.due = now + entry.trigger.declared.every;
        entry.trigger.state.triggeredAt = currentTime();
        _store.keep(name, entry.trigger.state);
        due.push_back(entry.trigger);
    }
    return due;
}

} // namespace flyte_webhook::sandbox
