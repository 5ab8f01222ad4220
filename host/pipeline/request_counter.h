#pragma once
#include "pages/pages.h"
#include "plugins/plugin_set.h"
#include "request/request_context.h"
#include "telemetry/request_metrics.h"
#include <unordered_map>

namespace flyte_webhook::host
{

/// Counts what became of requests, by endpoint. Thread: any; no lock.
class RequestCounter
{
public:
    /// The metrics, the plugins and the pages must outlive the counter.
    RequestCounter(RequestMetrics& metrics, const PluginSet& plugins, const Pages& pages);

    void count(const RequestContext& context, RequestContext::Clock::duration duration);

private:
    RequestMetrics::Series& seriesOf(const RequestContext& context);

    std::unordered_map<const Endpoint*, RequestMetrics::Series*> _byEndpoint;
    RequestMetrics::Series& _unknown;
};

} // namespace flyte_webhook::host
