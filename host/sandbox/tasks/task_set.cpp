#include "sandbox/tasks/task_set.h"
#include "sandbox/tasks/json_file.h"
#include "sandbox/tasks/task_reader.h"
#include <algorithm>
#include <map>

namespace flyte_webhook::sandbox
{
namespace
{

std::vector<std::string> filesIn(const std::string& folder)
{
    std::error_code error;
    auto files = jsonFiles(folder, error);
    if (error) throw BadTaskFiles("the folder of tasks " + folder + " cannot be read: " + error.message());
    if (files.empty()) throw BadTaskFiles("the folder of tasks " + folder + " holds no task: there is no *.json in it");
    return files;
}

std::string nameOf(const flyteidl2::task::TaskIdentifier& id)
{
    return id.domain() + "/" + id.project() + "/" + id.name() + ", version " + id.version();
}

/// Notes the versions that an earlier file, or an earlier place in this one, declares already.
void refuseTwins(const std::vector<Task>& tasks, const std::string& file, std::map<std::string, std::string>& seen, Problems& problems)
{
    for (const auto& task : tasks)
        if (const auto [earlier, isNew] = seen.emplace(nameOf(task.id), file); !isNew)
            problems.add({}, "declares " + nameOf(task.id) + ", which " + earlier->second + " declares already");
}

} // namespace

TaskSet TaskSet::load(const std::string& folder)
{
    std::vector<Task> tasks;
    std::map<std::string, std::string> seen;
    std::string errors;
    for (const auto& file : filesIn(folder))
    {
        Problems problems(file);
        auto read = readTaskFile(file, problems);
        if (problems.texts().empty()) refuseTwins(read, file, seen, problems);
        for (const auto& problem : problems.texts()) errors += (errors.empty() ? "" : "\n") + problem;
        std::move(read.begin(), read.end(), std::back_inserter(tasks));
    }
    if (!errors.empty()) throw BadTaskFiles(errors);
    return TaskSet(std::move(tasks));
}

const Task* TaskSet::find(const flyteidl2::task::TaskIdentifier& id) const
{
    const auto found = std::find_if(_tasks.begin(), _tasks.end(),
                                    [&](const Task& task)
                                    {
                                        return task.id.name() == id.name() && task.id.version() == id.version() &&
                                               task.id.project() == id.project() && task.id.domain() == id.domain();
                                    });
    return found == _tasks.end() ? nullptr : &*found;
}

std::vector<const Task*> TaskSet::newest(const std::string& project, const std::string& domain) const
{
    std::map<std::string, const Task*> byName;
    for (const auto& task : _tasks)
    {
        if (task.id.project() != project || task.id.domain() != domain) continue;
        const Task*& held = byName[task.id.name()];
        if (!held || held->createdAt < task.createdAt) held = &task;
    }
    std::vector<const Task*> tasks;
    tasks.reserve(byName.size());
    for (const auto& [name, task] : byName) tasks.push_back(task);
    return tasks;
}

bool TaskSet::hasProject(const std::string& name) const
{
    return std::any_of(_tasks.begin(), _tasks.end(), [&](const Task& task) { return task.id.project() == name; });
}

const Task& TaskSet::introduction() const
{
    const auto found = std::find_if(_tasks.begin(), _tasks.end(), [](const Task& task) { return !task.example.empty(); });
    return found == _tasks.end() ? _tasks.front() : *found;
}

} // namespace flyte_webhook::sandbox
