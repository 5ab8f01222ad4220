#include "set_trigger.h"

FLYTE_WEBHOOK_PLUGIN("trigger", FLYTE_WEBHOOK_GROUP_VERSION)(flyte_webhook::Plugin& plugin)
{
    using namespace flyte_webhook::trigger;
    plugin.summary("Switch triggers on and off");
    const auto client = std::make_shared<flyte_webhook::flyte::Client>(plugin);
    plugin.add<ActivateTrigger>(client);
    plugin.add<DeactivateTrigger>(client);
}
