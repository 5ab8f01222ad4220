#include "build_image.h"

FLYTE_WEBHOOK_PLUGIN("build", FLYTE_WEBHOOK_GROUP_VERSION)(flyte_webhook::Plugin& plugin)
{
    using namespace flyte_webhook::build;
    plugin.summary("Build container images");
    plugin.setting<std::vector<std::string>>(
        "allow_forwarding_to", {},
        "Host names (with what is below them), addresses and networks that are not public and where specifications may be uploaded to; "
        "empty: the control plane's own host. No credentials are sent there.");
    auto defaults = ImageDefaults::configured(plugin);
    Builder builder(std::make_shared<flyte_webhook::flyte::Client>(plugin), Builder::configuredTask(plugin));
    plugin.add<BuildImage>(std::move(builder), std::move(defaults));
}
