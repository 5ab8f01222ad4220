#include "activate_app.h"
#include "call_app.h"
#include "deactivate_app.h"
#include "get_app.h"

namespace
{

using namespace flyte_webhook;

app::AppCaller makeCaller(Plugin& plugin)
{
    // The host reads this one: it decides what may be reached, and what gets the caller's credentials.
    plugin.setting<std::vector<std::string>>(
        "allow_forwarding_to", {},
        "hosts (with what lies below them), addresses or networks whose apps get the caller's credentials along, over https; also the only "
        "loopback, link-local and private addresses that call_app may reach; empty: the control plane's own host");
    constexpr std::int64_t most = 32 << 20; // what the host takes
    const auto mostBytes = plugin.setting<std::int64_t>("max_answer_bytes", 10 << 20, "the largest answer of an app, in bytes",
                                                        between<std::int64_t>(1, most));
    return app::AppCaller("flyte-webhook/" + plugin.fact("webhook.name"), static_cast<std::size_t>(mostBytes));
}

} // namespace

FLYTE_WEBHOOK_PLUGIN("app", FLYTE_WEBHOOK_GROUP_VERSION)(flyte_webhook::Plugin& plugin)
{
    plugin.summary("Look at apps, start and stop them, and call them");
    const auto client = std::make_shared<flyte::Client>(plugin);
    plugin.add<app::GetApp>(client);
    plugin.add<app::ActivateApp>(client);
    plugin.add<app::DeactivateApp>(client);
    plugin.add<app::CallApp>(client, makeCaller(plugin));
}
