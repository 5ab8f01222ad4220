#include "health.h"
#include "me.h"

FLYTE_WEBHOOK_PLUGIN("core", FLYTE_WEBHOOK_GROUP_VERSION)(flyte_webhook::Plugin& plugin)
{
    plugin.summary("Whether the server answers, and who the caller is");
    plugin.add<flyte_webhook::core::Health>();
    plugin.add<flyte_webhook::core::Me>();
}
