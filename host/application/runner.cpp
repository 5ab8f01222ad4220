#include "runner.h"
#include "application/api_pages.h"
#include "application/first_contact.h"
#include "application/plugin_listing.h"
#include "application/process.h"
#include "base/shell_word.h"
#include "control_plane/grpc/grpc_process.h"
#include "plugins/plugin_inspector.h"
#include "plugins/plugin_loader.h"
#include <algorithm>
#include <csignal>
#include <filesystem>
#include <iostream>
#include <unistd.h>

namespace flyte_webhook::host
{

namespace
{

constexpr int success = 0, failure = 1;
constexpr std::chrono::milliseconds soon = std::chrono::seconds(1); ///< how often is looked whether something has ended

/// What stands for the embedded control plane where none is started.
void pretendEmbedded(Settings& settings)
{
    settings.controlPlane.endpoint = "http://127.0.0.1:1";
    settings.controlPlane.insecure = true;
    settings.controlPlane.consoleUrl = "http://127.0.0.1:1";
}

std::vector<std::string> textsOf(const ConfigErrors& errors)
{
    std::vector<std::string> texts;
    for (const auto& error : errors) texts.push_back(error.text());
    return texts;
}

void print(const std::vector<std::string>& errors)
{
    for (const auto& error : errors) std::cerr << error << '\n';
    std::cerr << "flyte-webhook: " << errors.size() << (errors.size() == 1 ? " error" : " errors") << " in the configuration\n";
}

/// The first of them, and how many there are: the status line is one line.
std::string inShort(const std::vector<std::string>& errors)
{
    return errors.front() + (errors.size() > 1 ? " (the first of " + std::to_string(errors.size()) + " errors; the log has all)" : "");
}

/// How long stopping may take until nothing is left but to leave: requests end, and what a reload has begun, then plugins.
std::chrono::microseconds stopTime(const Settings& settings)
{
    const auto plugins = settings.plugins.startTimeout;
    return std::max(settings.listener.shutdownTimeout, plugins) + plugins + std::chrono::seconds(10);
}

} // namespace

int Runner::run()
{
    openStandardStreams();
    raiseDescriptorLimit();
    forbidCores();
    boundFreeMemory();
    // What gRPC says for itself comes again as the cause of each failed call, so it would only repeat itself in the log.
    prepareGrpc([](std::string_view) {});
    const int status = perform();
    if (_builder.stuck()) leave(status);
    return status;
}

/// The end without the destructors that a plugin's thread could still be using the subjects of.
void Runner::leave(int status)
{
    _embedded.reset();
    std::cout.flush();
    ::_exit(status);
}

int Runner::perform()
{
    switch (_options.task)
    {
    case Options::Task::checkConfig: return checkConfig();
    case Options::Task::printOpenApi: return printOpenApi();
    case Options::Task::listPlugins: return listPlugins();
    case Options::Task::isConfigured: return isConfigured();
    case Options::Task::inspectPlugin: return printPlugin(std::cout, _options.plugins.front()) ? success : failure;
    case Options::Task::describePlugin: return describePlugins(_options.plugins, descriptionDescriptor);
    default: return serve();
    }
}

ConfigSources Runner::sources() const
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
        sources.file.clear(); // trying out must not meet what a service on the same machine is configured with
    return sources;
}

Configuration Runner::read() const { return readConfiguration(sources(), _options.sandbox); }

/// A service of a configuration, with everything that is wrong with either: what was read first.
BuiltService Runner::build(const Configuration& read, const Log& log, const Service* previous)
{
    auto built = _builder.build(read.settings, log, previous);
    const auto errors = textsOf(read.errors);
    built.errors.insert(built.errors.begin(), errors.begin(), errors.end());
    return built;
}

/// The same of one that will not serve.
BuiltService Runner::buildUnserved()
{
    auto read = this->read();
    if (_options.sandbox) pretendEmbedded(read.settings);
    return build(read, _logs.make(read.settings.telemetry), nullptr);
}

int Runner::printOpenApi()
{
    const auto built = buildUnserved();
    if (!built.errors.empty()) return print(built.errors), failure;
    std::cout << makeDocument(describeApi(built.service->settings(), built.service->plugins()));
    return success;
}

int Runner::checkConfig()
{
    const auto built = buildUnserved();
    if (!built.errors.empty()) return print(built.errors), failure;
    const auto& plugins = built.service->plugins();
    std::cout << "the configuration is good: " << plugins.size() << " plugins, " << plugins.routes().size() << " endpoints\n";
    return success;
}

/// Also before a control plane is configured. What else is wrong is told, for the plugins may be others than those that were meant.
int Runner::listPlugins()
{
    const auto read = readConfiguration(sources(), true);
    const bool good = printPlugins(std::cout, pluginDirectories(read.settings));
    if (!read.errors.empty()) return print(textsOf(read.errors)), failure;
    return good ? success : failure;
}

/// Not: whether it is right. What is wrong beyond that the start tells, and fails.
int Runner::isConfigured()
{
    const auto read = this->read();
    const auto file = sources().file;
    const auto isMissing = [&](const ConfigError& error) { return error.key == "control_plane.endpoint" && error.where == file; };
    if (!read.settings.controlPlane.endpoint.empty() || !std::all_of(read.errors.begin(), read.errors.end(), isMissing)) return success;
    const std::string text = "Not configured: set endpoint in [control_plane] of " + file + ", or in a file of conf.d beside it";
    _manager.status(text);
    std::cerr << "flyte-webhook: " << text << '\n';
    return failure;
}

int Runner::refuseStart(const std::vector<std::string>& errors)
{
    _manager.status("Not started: " + inShort(errors));
    print(errors);
    return failure;
}

int Runner::serve()
try
{
    auto sockets = InheritedSockets::ofProcess();
    auto read = this->read();
    const auto log = _logs.make(read.settings.telemetry);
    if (_options.sandbox && !read.settings.controlPlane.endpoint.empty())
        read.errors.push_back({"", "control_plane.endpoint", "--sandbox brings a control plane of its own; leave one of the two out"});
    if (_options.sandbox && read.errors.empty()) _embedded = std::make_unique<EmbeddedControlPlane>(_options.sandboxDirectory);
    useEmbedded(read.settings);
    const Signals signals;
    auto built = build(read, log, nullptr);
    if (!built.errors.empty()) return refuseStart(built.errors);
    for (const auto& warning : built.warnings) log.warning(warning);

    Server server(std::move(built.service), std::move(sockets));
    server.start();
    if (!_options.portFile.empty()) writeWhole(_options.portFile, std::to_string(server.port()) + "\n");
    log.info("serving");
    announce(server);
    Supervision supervision(_manager, server);
    Serving serving{signals, server, supervision};
    const int status = waitForEnd(serving);
    _manager.stopping(stopTime(server.service().settings()));
    if (!server.stop()) ::_exit(failure);
    return status;
}
catch (const std::exception& e)
{
    _manager.status(std::string("Not serving: ") + e.what());
    throw;
}

/// A service of the configuration as it is now, beside the present one, on a thread of its own: plugins may take their time, and the
/// service manager must hear meanwhile that the server lives. Where threads, descriptors or memory have run out, that is an error like
/// others. Nothing: the server is told to end before that.
std::optional<BuiltService> Runner::buildNext(Serving& serving)
try
{
    const auto make = [this, &present = serving.server.service(), &signals = serving.signals]
    {
        auto read = this->read();
        useEmbedded(read.settings);
        auto built = build(read, _logs.make(read.settings.telemetry, present.parts().log), &present);
        if (built.errors.empty()) awaitFirstContact(*built.service, present, signals);
        return built;
    };
    serving.next = std::async(std::launch::async, make);
    if (!serving.supervision.await(serving.next, serving.signals)) return std::nullopt;
    return serving.next.get();
}
catch (const std::exception& e)
{
    return BuiltService{nullptr, {std::string("the configuration cannot be brought into effect now: ") + e.what()}, {}};
}

/// A bad configuration changes nothing; then it returns why it is bad.
std::string Runner::reload(Server& server, BuiltService built)
{
    const auto log = server.service().parts().log;
    const bool good = built.errors.empty();
    auto& metrics = _builder.metrics();
    metrics.lastReloadGood = good;
    ++(good ? metrics.reloadsDone : metrics.reloadsRefused);
    for (const auto& error : built.errors) log.error("the configuration cannot be used", {{"problem", error}});
    if (!good)
    {
        log.error("reload refused: the running configuration stays");
        return inShort(built.errors);
    }
    server.use(std::move(built.service));
    tellReloaded(server, built.warnings);
    return {};
}

void Runner::tellReloaded(const Server& server, const std::vector<std::string>& warnings)
{
    const auto& service = server.service();
    const auto& log = service.parts().log;
    for (const auto& warning : warnings) log.warning(warning);
    for (const auto& key : server.keysForRestart()) log.warning("a restart is needed to bring a key into effect", {{"key", key}});
    const auto& plugins = service.plugins();
    log.info("reloaded",
             {{"plugins", static_cast<std::int64_t>(plugins.size())}, {"endpoints", static_cast<std::int64_t>(plugins.routes().size())}});
}

void Runner::useEmbedded(Settings& settings) const
{
    if (!_embedded) return;
    settings.controlPlane.endpoint = _embedded->endpoint();
    settings.controlPlane.insecure = true;
    settings.controlPlane.consoleUrl = _embedded->consoleUrl();
}

void Runner::announce(const Server& server) const
{
    if (!_embedded) return;
    const auto url = server.localUrl();
    std::cout << "\nflyte-webhook listens on " << url << ", in front of an embedded control plane (for trying out, not for "
              << "production).\nIts pages: " << _embedded->consoleUrl() << "\n\nTry, in another terminal:\n";
    if (const auto& certificate = server.service().settings().listener.tlsCertificate; !certificate.empty())
        std::cout << "  export CURL_CA_BUNDLE=" << shellWord(std::filesystem::absolute(certificate).string()) << '\n';
    for (auto hint : _embedded->hints())
    {
        constexpr std::string_view place = "{webhook}";
        for (auto at = hint.find(place); at != std::string::npos; at = hint.find(place, at)) hint.replace(at, place.size(), url);
        std::cout << "  " << hint << '\n';
    }
    std::cout << "\nCtrl-C ends it.\n" << std::flush;
}

int Runner::waitForEnd(Serving& serving)
{
    auto& server = serving.server;
    auto& supervision = serving.supervision;
    // Looked at before the first wait as well: it may have ended before SIGCHLD was waited for.
    while (!_embedded || _embedded->running())
    {
        supervision.tick();
        serving.freed = server.freeUnused();
        if (!supervision.await(serving.freed, serving.signals)) return success;
        const auto stillServing = serving.freed.get();
        const auto patience = stillServing ? std::min(soon, supervision.period().value_or(soon)) : supervision.period();
        const auto signal = patience ? serving.signals.wait(*patience) : serving.signals.wait();
        if (signal == SIGHUP)
        {
            supervision.reloading();
            auto built = buildNext(serving);
            if (!built) return success;
            supervision.reloaded(reload(server, std::move(*built)));
        }
        else if (signal && signal != SIGCHLD)
            return success;
    }
    server.service().parts().log.error("the embedded control plane has ended, so this server ends too");
    return failure;
}

} // namespace flyte_webhook::host
