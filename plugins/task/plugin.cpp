#include "get_task.h"
#include "get_task_schema.h"
#include "run_task.h"

FLYTE_WEBHOOK_PLUGIN("task", FLYTE_WEBHOOK_GROUP_VERSION)(flyte_webhook::Plugin& plugin)
{
    using namespace flyte_webhook::task;
    plugin.summary("Look at registered tasks and run them");
    const auto client = std::make_shared<flyte_webhook::flyte::Client>(plugin);
    plugin.add<RunTask>(client);
    plugin.add<GetTask>(client);
    plugin.add<GetTaskSchema>(client);
}
