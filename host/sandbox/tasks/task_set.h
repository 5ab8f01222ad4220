#pragma once
#include "sandbox/tasks/task.h"
#include <stdexcept>
#include <string>
#include <vector>

namespace flyte_webhook::sandbox
{

/// Task files that cannot be used; the text tells every one and everything that is wrong with it, a line each.
struct BadTaskFiles : std::runtime_error
{
    using std::runtime_error::runtime_error;
};

/// The tasks that the sandbox knows. Immutable. Thread: any.
class TaskSet
{
public:
    explicit TaskSet(std::vector<Task> tasks) : _tasks(std::move(tasks)) {}

    /// Reads every *.json of the folder, in name order. Throws BadTaskFiles.
    static TaskSet load(const std::string& folder);

    const std::vector<Task>& all() const noexcept { return _tasks; }

    /// Null when there is none. The organisation does not matter.
    const Task* find(const flyteidl2::task::TaskIdentifier& id) const;

    /// Each task of a project and domain once, in the version that is the newest.
    std::vector<const Task*> newest(const std::string& project, const std::string& domain) const;

    bool hasProject(const std::string& name) const;

    /// The task to begin with: the first one that shows an example, else the first one. There must be a task.
    const Task& introduction() const;

private:
    std::vector<Task> _tasks;
};

} // namespace flyte_webhook::sandbox
