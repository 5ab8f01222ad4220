#pragma once
#include "application/embedded_control_plane.h"
#include "application/log_maker.h"
#include "application/options.h"
#include "application/server.h"
#include "application/service_builder.h"
#include "application/signals.h"
#include "application/supervision.h"
#include "config/configuration.h"
#include <cstddef>
#include <future>
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
    /// A server that serves, and what is done beside it: that may outlast the serving, and ends before the server is destroyed.
    struct Serving
    {
        const Signals& signals;
        Server& server;
        Supervision& supervision;
        std::future<BuiltService> next{}; ///< of the configuration that a reload reads
        std::future<std::size_t> freed{}; ///< see Server::freeUnused()
    };

    int perform();
    [[noreturn]] void leave(int status);
    int checkConfig();
    int printOpenApi();
    BuiltService buildUnserved();
    int listPlugins();
    int isConfigured();
    int serve();
    int refuseStart(const std::vector<std::string>& errors);
    ConfigSources sources() const;
    Configuration read() const;
    BuiltService build(const Configuration& read, const Log& log, const Service* previous);
    void useEmbedded(Settings& settings) const;
    std::optional<BuiltService> buildNext(Serving& serving);
    std::string reload(Server& server, BuiltService built);
    static void tellReloaded(const Server& server, const std::vector<std::string>& warnings);
    int waitForEnd(Serving& serving);
    void announce(const Server& server) const;

    const Options& _options;
    std::unique_ptr<EmbeddedControlPlane> _embedded;
    const ServiceManager _manager{};
    const LogMaker _logs;
    ServiceBuilder _builder;
};

} // namespace flyte_webhook::host
