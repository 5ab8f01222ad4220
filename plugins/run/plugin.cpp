#include "abort_run.h"
#include "get_run.h"
#include "get_run_io.h"

FLYTE_WEBHOOK_PLUGIN("run", FLYTE_WEBHOOK_GROUP_VERSION)(flyte_webhook::Plugin& plugin)
{
    using namespace flyte_webhook::run;
    plugin.summary("Ask for runs, their inputs and outputs, and abort them");
    const auto client = std::make_shared<flyte_webhook::flyte::Client>(plugin);
    plugin.add<GetRun>(client);
    plugin.add<GetRunIo>(client);
    plugin.add<AbortRun>(client);
}
