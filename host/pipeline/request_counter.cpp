#include "request_counter.h"

namespace flyte_webhook::host
{

RequestCounter::RequestCounter(RequestMetrics& metrics, const PluginSet& plugins) : _unknown(metrics.of("", "", ""))
{
    for (const auto& route : plugins.routes())
        _byEndpoint.emplace(route.endpoint, &metrics.of(route.endpoint->method, route.endpoint->path, route.endpoint->id));
}

void RequestCounter::count(const RequestContext& context, RequestContext::Clock::duration duration)
{
    seriesOf(context).count(context.outcome.status, duration);
}

RequestMetrics::Series& RequestCounter::seriesOf(const RequestContext& context)
{
    const auto found = _byEndpoint.find(context.route.endpoint);
    return found == _byEndpoint.end() ? _unknown : *found->second;
}

} // namespace flyte_webhook::host
