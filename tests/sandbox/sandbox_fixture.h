#pragma once
#include "sandbox/runs/run_store.h"
#include "sandbox/runs/supervisor.h"
#include "sandbox/tasks/task_set.h"
#include "support/temporary_directory.h"

namespace flyte_webhook::test
{

/// What the sandbox's services stand on, with tasks `t` (versions v1 to v3, inputs a and b, output y) and `other`.
struct SandboxFixture
{
    TemporaryDirectory folder;
    sandbox::ProcessGuard guard;
    sandbox::TaskSet tasks = makeTasks();
    sandbox::RunStore store{folder.path() / "sandbox.db"};
    sandbox::Supervisor supervisor{store, guard, folder.path(), {}};

    sandbox::TaskSet makeTasks()
    {
        folder.write("tasks/t.json", R"json({"name": "env.t", "description": "adds <b>", "inputs": {"a": "integer",
            "b": {"type": "integer", "default": 2, "description": "the \"second\""}}, "outputs": {"y": "integer"},
            "command": ["sh", "-c", "echo $(($1 + $2)) > \"$3\"", "sh", "{{.inputs.a}}", "{{.inputs.b}}", "{{.outputPrefix}}/y"],
            "versions": ["v1", "v3", "v2"]})json");
        folder.write("tasks/other.json", R"({"name": "other", "project": "warehouse", "domain": "staging", "command": ["true"]})");
        return sandbox::TaskSet::load(folder.path() / "tasks");
    }
};

} // namespace flyte_webhook::test
