#include "runner.h"
#include "application/facts.h"
#include "application/plugin_listing.h"
#include "application/process.h"
#include "control_plane/grpc/grpc_process.h"
#include "plugins/plugin_loader.h"
#include <csignal>
#include <iostream>
#include <unistd.h>

namespace flyte_webhook::host
{

namespace
{

constexpr int success = 0, failure = 1;

Log makeLog(const Settings::Telemetry& telemetry)
{
    const auto usual = ::isatty(STDERR_FILENO) ? LogFormat::text : LogFormat::json;
    return Log(STDERR_FILENO, telemetry.logLevel, telemetry.logFormat.value_or(usual));
}

/// What is made from a configuration before anything listens.
struct Prepared
{
    TextMap facts;
    std::unique_ptr<ControlPlane> controlPlane;
    std::unique_ptr<PluginSet> plugins;
};

/// The plugins come first: choosing them may fork, which is safe only while this thread is the only one.
void prepare(const Settings& settings, const Log& log, Prepared& prepared, std::vector<std::string>& errors)
{
    if (!settings.controlPlane.endpoint.empty()) prepared.facts = makeFacts(settings);
    prepared.plugins = loadPlugins(settings, prepared.facts, log, errors);
    if (!errors.empty()) return;
    try
    {
        prepared.controlPlane = makeControlPlane(settings.controlPlane);
    }
    catch (const std::invalid_argument& e)
    {
        errors.push_back(std::string("[control_plane]: ") + e.what());
    }
}

/// What stands for the embedded control plane where none is started.
void pretendEmbedded(Settings& settings)
{
    settings.controlPlane.endpoint = "http://127.0.0.1:1";
    settings.controlPlane.insecure = true;
    settings.controlPlane.consoleUrl = "http://127.0.0.1:1";
}

void print(const std::vector<std::string>& errors)
{
    for (const auto& error : errors) std::cerr << error << '\n';
    std::cerr << "flyte-webhook: " << errors.size() << (errors.size() == 1 ? " error" : " errors") << " in the configuration\n";
}

std::vector<std::string> lines(const ConfigErrors& errors)
{
    std::vector<std::string> texts;
    for (const auto& error : errors) texts.push_back(error.text());
    return texts;
}

void setUnlessPresent(ConfigSources& sources, const char* name, const char* value)
{
    for (const auto& variable : sources.environment)
        if (variable.first == name) return;
    sources.environment.emplace_back(name, value);
}

} // namespace

int Runner::run()
{
    openStandardStreams();
    raiseDescriptorLimit();
    forbidCores();
    // What gRPC says for itself comes again as the cause of each failed call, so it would only repeat itself in the log.
    prepareGrpc([](std::string_view) {});
    switch (_options.task)
    {
    case Options::Task::checkConfig: return checkConfig();
    case Options::Task::listPlugins: return listPlugins();
    default: return serve();
    }
}

Configuration Runner::read() const
{
    ConfigSources sources;
    sources.environment = ConfigSources::processEnvironment();
    sources.sets = _options.sets;
    if (!_options.config.empty())
    {
        sources.file = _options.config;
        sources.fileIsNamed = true;
    }
    else if (_options.sandbox)
    {
        // Trying out must not meet what a service on the same machine is configured with, nor be seen from other machines.
        sources.file.clear();
        setUnlessPresent(sources, "FLYTE_WEBHOOK_LISTENER_ADDRESS", "127.0.0.1");
        setUnlessPresent(sources, "FLYTE_WEBHOOK_ADMIN_PORT", "0");
    }
    return readConfiguration(sources, _options.sandbox);
}

int Runner::checkConfig()
{
    auto read = this->read();
    auto errors = lines(read.errors);
    if (_options.sandbox) pretendEmbedded(read.settings);
    const auto log = makeLog(read.settings.telemetry);
    Prepared prepared;
    prepare(read.settings, log, prepared, errors);
    if (!errors.empty()) return print(errors), failure;
    std::cout << "the configuration is good: " << prepared.plugins->size() << " plugins, " << prepared.plugins->routes().size()
              << " endpoints\n";
    return success;
}

int Runner::listPlugins()
{
    const auto read = this->read();
    return printPlugins(std::cout, pluginDirectories(read.settings)) ? success : failure;
}

int Runner::serve()
{
    auto read = this->read();
    auto errors = lines(read.errors);
    auto& settings = read.settings;
    _log.emplace(makeLog(settings.telemetry));
    if (_options.sandbox && !settings.controlPlane.endpoint.empty())
        errors.emplace_back("control_plane.endpoint: --sandbox brings a control plane of its own; leave one of the two out");
    if (_options.sandbox && errors.empty()) useEmbedded(settings);
    const Signals signals;
    Prepared prepared;
    prepare(settings, *_log, prepared, errors);
    if (!errors.empty()) return print(errors), failure;

    Server server(settings, std::move(prepared.controlPlane), std::move(prepared.plugins), *_log);
    server.start();
    if (!_options.portFile.empty()) writeWhole(_options.portFile, std::to_string(server.port()) + "\n");
    _log->info("serving");
    announce(server);
    const int status = waitForEnd(signals);
    if (!server.stop()) ::_exit(failure);
    return status;
}

void Runner::useEmbedded(Settings& settings)
{
    _embedded = std::make_unique<EmbeddedControlPlane>(_options.sandboxDirectory);
    settings.controlPlane.endpoint = _embedded->endpoint();
    settings.controlPlane.insecure = true;
    settings.controlPlane.consoleUrl = _embedded->consoleUrl();
}

void Runner::announce(const Server& server) const
{
    if (!_embedded) return;
    std::cout << "\nflyte-webhook listens on " << server.url() << ", in front of an embedded control plane (for trying out, not for "
              << "production).\nIts pages: " << _embedded->consoleUrl() << "\n\nTry, in another terminal:\n";
    for (auto hint : _embedded->hints())
    {
        constexpr std::string_view place = "{webhook}";
        for (auto at = hint.find(place); at != std::string::npos; at = hint.find(place, at)) hint.replace(at, place.size(), server.url());
        std::cout << "  " << hint << '\n';
    }
    std::cout << "\nCtrl-C ends it.\n" << std::flush;
}

int Runner::waitForEnd(const Signals& signals)
{
    // Looked at before the first wait as well: it may have ended before SIGCHLD was waited for.
    while (!_embedded || _embedded->running())
    {
        const int signal = signals.wait();
        if (signal == SIGHUP)
            _log->warning("SIGHUP: this version does not read its configuration again while it runs; restart it instead");
        else if (signal != SIGCHLD)
            return success;
    }
    _log->error("the embedded control plane has ended, so this server ends too");
    return failure;
}

} // namespace flyte_webhook::host
