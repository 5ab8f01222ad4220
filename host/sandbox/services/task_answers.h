#pragma once
#include "sandbox/tasks/task_set.h"
#include <flyteidl2/task/task_service.pb.h>

namespace flyte_webhook::sandbox
{

/// What TaskService answers. Functions throw RpcError. Thread: any.
class TaskAnswers
{
public:
    explicit TaskAnswers(const TaskSet& tasks) : _tasks(tasks) {}

    /// One row a name, its newest version. Filters by `name`, sorts by `created_at` or `name`, 200 rows at most.
    flyteidl2::task::ListTasksResponse list(const flyteidl2::task::ListTasksRequest& request) const;

    flyteidl2::task::GetTaskDetailsResponse details(const flyteidl2::task::GetTaskDetailsRequest& request) const;

private:
    const TaskSet& _tasks;
};

} // namespace flyte_webhook::sandbox
