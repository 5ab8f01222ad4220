#pragma once
#include "sandbox/apps/app_set.h"
#include "sandbox/apps/apps.h"
#include "sandbox/runs/database.h"
#include "sandbox/runs/run_store.h"
#include "sandbox/runs/supervisor.h"
#include "sandbox/tasks/task_set.h"
#include "sandbox/triggers/triggers.h"
#include "sandbox/uploads/upload_folder.h"
#include "sandbox/uploads/upload_signer.h"
#include "support/program.h"
#include "support/temporary_directory.h"

namespace flyte_webhook::test
{

/// What the sandbox's services stand on, with tasks `t` (versions v1 to v3, inputs a and b, output y) and `other`, which has the trigger
/// `nightly`, and apps `echo`, `late` and `dies`.
struct SandboxFixture
{
    TemporaryDirectory folder;
    sandbox::ProcessGuard guard;
    sandbox::TaskSet tasks = makeTasks();
    sandbox::Database database{folder.path() / "sandbox.db"};
    sandbox::RunStore store{database};
    sandbox::Supervisor supervisor{store, guard, folder.path(), {}};
    sandbox::Triggers triggers{tasks, database};
    sandbox::UploadSigner signer;
    sandbox::UploadFolder uploads{folder.path()};
    sandbox::Apps apps{makeApps(), database, guard, folder.path()};

    sandbox::TaskSet makeTasks()
    {
        folder.write("tasks/t.json", R"json({"name": "env.t", "description": "adds <b>", "inputs": {"a": "integer",
            "b": {"type": "integer", "default": 2, "description": "the \"second\""}}, "outputs": {"y": "integer"},
            "command": ["sh", "-c", "echo $(($1 + $2)) > \"$3\"", "sh", "{{.inputs.a}}", "{{.inputs.b}}", "{{.outputPrefix}}/y"],
            "versions": ["v1", "v3", "v2"]})json");
        folder.write("tasks/other.json", R"({"name": "other", "project": "warehouse", "domain": "staging", "command": ["true"],
            "triggers": [{"name": "nightly", "every": "24h", "description": "while <all> sleep"}]})");
        return sandbox::TaskSet::load(folder.path() / "tasks");
    }

    std::vector<sandbox::App> makeApps()
    {
        const std::string program = builtProgram("flyte-webhook-sandbox");
        folder.write("apps/echo.json",
                     R"({"name": "echo", "description": "says <it> back", "command": [")" + program + R"(", "--echo-app"]})");
        folder.write("apps/late.json", R"({"name": "late", "project": "warehouse", "domain": "staging", "command": [")" + program +
                                           R"(", "--echo-app", "200ms"]})");
        folder.write("apps/dies.json", R"({"name": "dies", "command": ["sh", "-c", "echo no disk >&2; exit 3"]})");
        return sandbox::loadApps(folder.path() / "apps");
    }
};

} // namespace flyte_webhook::test
