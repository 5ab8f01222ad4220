#include "abort_prefetch.h"
#include "get_prefetch.h"
#include "get_prefetch_io.h"
#include "prefetch_hf_model.h"

FLYTE_WEBHOOK_PLUGIN("prefetch", FLYTE_WEBHOOK_GROUP_VERSION)(flyte_webhook::Plugin& plugin)
{
    using namespace flyte_webhook::prefetch;
    plugin.summary("Fetch models from Hugging Face into the control plane's storage");
    const auto client = std::make_shared<flyte_webhook::flyte::Client>(plugin);
    const auto task = flyte_webhook::flyte::TaskName::ofSetting(
        "task", plugin.setting<std::string>("task", "system/production/prefetch.hf_model",
                                            "the registered task that fetches models, project/domain/name; its newest version is run"));
    const auto runs = std::make_shared<PrefetchRuns>(client, task);
    plugin.add<PrefetchHfModel>(client, task);
    plugin.add<GetPrefetch>(runs);
    plugin.add<GetPrefetchIo>(runs);
    plugin.add<AbortPrefetch>(runs);
}
