#pragma once
#include "sandbox/runs/run_store.h"
#include "sandbox/tasks/task_set.h"
#include <flyteidl2/dataproxy/dataproxy_service.pb.h>

namespace flyte_webhook::sandbox
{

/// What DataProxyService answers. Functions throw RpcError. Thread: any.
class DataAnswers
{
public:
    DataAnswers(const TaskSet& tasks, RunStore& store) : _tasks(tasks), _store(store) {}

    /// Keeps inputs for runs to come; the same inputs have the same address.
    flyteidl2::dataproxy::UploadInputsResponse upload(const flyteidl2::dataproxy::UploadInputsRequest& request);

    /// Inputs of a run, and its outputs when it has succeeded.
    flyteidl2::dataproxy::GetActionDataResponse data(const flyteidl2::dataproxy::GetActionDataRequest& request) const;

private:
    const TaskSet& _tasks;
    RunStore& _store;
};

} // namespace flyte_webhook::sandbox
