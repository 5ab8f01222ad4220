#pragma once
#include "application/embedded_control_plane.h"
#include "application/options.h"
#include "application/server.h"
#include "application/signals.h"
#include "config/configuration.h"
#include "telemetry/log.h"
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace flyte_webhook::host
{

/// Runs the program by its options, from the configuration to the end. Thread: the main one.
class Runner
{
public:
    explicit Runner(const Options& options) : _options(options) {}

    /// The exit status. Throws what stops the start, as a std::exception with a message for the operator.
    int run();

private:
    int checkConfig();
    int listPlugins();
    int serve();
    Configuration read() const;
    void useEmbedded(Settings& settings);
    int waitForEnd(const Signals& signals);
    void announce(const Server& server) const;

    const Options& _options;
    std::unique_ptr<EmbeddedControlPlane> _embedded;
    std::optional<Log> _log;
};

} // namespace flyte_webhook::host
