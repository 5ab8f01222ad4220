#pragma once
#include "sandbox/apps/apps.h"
#include "sandbox/runs/run_store.h"
#include "sandbox/tasks/task_set.h"
#include "sandbox/triggers/triggers.h"

namespace flyte_webhook::sandbox
{

/// What the pages are about. All of it must outlive them.
struct Shown
{
    const RunStore& store;
    const TaskSet& tasks;
    const Apps& apps;
    const Triggers& triggers;
};

} // namespace flyte_webhook::sandbox
