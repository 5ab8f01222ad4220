#pragma once
#include "application/service.h"
#include "plugins/plugin_libraries.h"
#include <memory>
#include <string>
#include <vector>

namespace flyte_webhook::host
{

/// What came of building a service: with errors there is none; a line each.
struct BuiltService
{
    std::unique_ptr<Service> service;
    std::vector<std::string> errors;
    std::vector<std::string> warnings; ///< what is not as the configuration has it, though the service can serve
};

/// Makes services of configurations, and keeps what outlives them all. Thread: one at a time.
class ServiceBuilder
{
public:
    /// `previous` is the service that is to be replaced, null at the start: plugins and connections that would not differ go on.
    BuiltService build(const Settings& settings, const Log& log, const Service* previous);

    /// Whether a plugin does something outside of requests that it does not come back from: then the process can only be left by _exit().
    bool stuck() const { return _libraries.steps().stuck(); }

    Metrics& metrics() { return *_metrics; }

private:
    PluginLibraries _libraries;
    const std::shared_ptr<const CallerDigest> _callers = std::make_shared<CallerDigest>();
    const std::shared_ptr<Metrics> _metrics = std::make_shared<Metrics>();
};

} // namespace flyte_webhook::host
