#pragma once
#include "http/http_server.h"
#include "plugins/plugin_set.h"
#include "telemetry/log.h"
#include "telemetry/metrics.h"
#include "telemetry/metrics_text.h"
#include "telemetry/readiness.h"
#include <string>

namespace flyte_webhook::host
{

/// What /metrics is made of. The referred-to objects hold while it is made.
struct MetricsSources
{
    const Metrics& metrics;
    const HttpServer& http;
    const Readiness& readiness;
    const PluginSet& plugins;
    const Log& log;
};

/// All metrics of the process at this moment. Values of labels are what operators and plugins declare: nothing that callers send.
std::string metricsPage(const MetricsSources& sources, MetricsText::Format format);

} // namespace flyte_webhook::host
