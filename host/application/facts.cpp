#include "facts.h"
#include "control_plane/endpoint.h"

namespace flyte_webhook::host
{

TextMap makeFacts(const Settings& settings)
{
    const auto& plane = settings.controlPlane;
    TextMap facts{{"webhook.name", settings.webhook.name},
                  {"webhook.org", settings.webhook.org},
                  {"webhook.project", settings.webhook.project},
                  {"webhook.domain", settings.webhook.domain},
                  {"control_plane.endpoint", plane.endpoint},
                  {"control_plane.host", ControlPlaneEndpoint(plane.endpoint, plane.insecure).host()},
                  {"control_plane.insecure", plane.insecure ? "true" : "false"},
                  {"control_plane.console_url", plane.consoleUrl},
                  {"control_plane.task_cache", std::to_string(plane.taskCache.count())}};
    for (auto fact = facts.begin(); fact != facts.end();) fact = fact->second.empty() ? facts.erase(fact) : std::next(fact);
    return facts;
}

} // namespace flyte_webhook::host
