#include "request_counter.h"

namespace flyte_webhook::host
{

RequestCounter::RequestCounter(RequestMetrics& metrics, const PluginSet& plugins, const Pages& pages) : _unknown(metrics.of("", "", ""))
{
    const auto add = [&](const Endpoint& endpoint)
    { _byEndpoint.emplace(&endpoint, &metrics.of(endpoint.method, endpoint.path, endpoint.id)); };
    for (const auto& route : plugins.routes()) add(*route.endpoint);
    for (const auto& page : pages.all())
    {
        add(page.endpoint);
        if (page.forCaller) add(*page.forCaller);
    }
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
