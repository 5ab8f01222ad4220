#pragma once
#include "sandbox/runs/run_store.h"
#include "sandbox/tasks/task_set.h"
#include <string>
#include <vector>

namespace flyte_webhook::sandbox
{

/// What a path shows.
struct SiteAnswer
{
    int status = 200;
    const char* type = "text/html; charset=utf-8";
    std::string body;
};

/// The pages by their paths: `/`, `/style.css`, `/v2/domain/{domain}/project/{project}/runs/{name}` and `.../tasks/{name}`. Thread: any.
class Site
{
public:
    Site(const RunStore& store, const TaskSet& tasks) : _store(store), _tasks(tasks) {}

    /// `path` is as it came, without the query.
    SiteAnswer get(const std::string& path) const;

private:
    SiteAnswer run(const std::string& project, const std::string& domain, const std::string& name) const;
    SiteAnswer task(const std::string& project, const std::string& domain, const std::string& name) const;

    const RunStore& _store;
    const TaskSet& _tasks;
};

} // namespace flyte_webhook::sandbox
