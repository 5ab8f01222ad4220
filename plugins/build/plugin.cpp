#include "build_image.h"

FLYTE_WEBHOOK_PLUGIN("build", FLYTE_WEBHOOK_GROUP_VERSION)(flyte_webhook::Plugin& plugin)
{
    using namespace flyte_webhook::build;
    plugin.summary("Build container images");
    // The host reads this one: it decides what may be reached.
    plugin.setting<std::vector<std::string>>(
        "allow_forwarding_to", {},
        "hosts (with what lies below them), addresses or networks of stores that are on no public network and that specifications may be "
        "uploaded to; no credentials go there but those in the signed URL; empty: the control plane's own host");
    auto defaults = ImageDefaults::configured(plugin);
    Builder builder(std::make_shared<flyte_webhook::flyte::Client>(plugin), Builder::configuredTask(plugin));
    plugin.add<BuildImage>(std::move(builder), std::move(defaults));
}
