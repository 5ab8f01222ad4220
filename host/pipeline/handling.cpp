#include "handling.h"
#include "base/failure.h"
#include "plugins/plugin_request.h"

namespace flyte_webhook::host
{

std::optional<HttpReply> HandleStep::run(RequestContext& context) const
{
    auto& plugin = *context.route.plugin;
    PluginRequest request(context, plugin, _services);
    plugin.handle(request.handle(), context.route.endpoint->index);
    if (!context.exchange().answered()) throw Failure(ErrorKind::NoAnswer, "Internal Server Error", "the plugin gave no answer");
    return std::nullopt;
}

} // namespace flyte_webhook::host
