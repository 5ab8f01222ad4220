#pragma once
#include "access/allow_lists.h"
#include "access/credentials.h"
#include "config/settings.h"
#include "control_plane/control_plane.h"
#include "http/http_server.h"
#include "outgoing/http_client.h"
#include "pipeline/pipeline.h"
#include "plugins/plugin_set.h"
#include "telemetry/admin_server.h"
#include "telemetry/readiness.h"
#include "tls/tls_context.h"
#include <memory>
#include <optional>
#include <string>

namespace flyte_webhook::host
{

/// Everything that serves under one configuration, wired together. Thread: start() and stop() by the owner, once each.
class Server
{
public:
    /// Settings, facts and log must outlive the server. Throws std::invalid_argument when the control plane's settings, or
    /// the listener's TLS files, cannot be used.
    Server(const Settings& settings, std::unique_ptr<ControlPlane> controlPlane, std::unique_ptr<PluginSet> plugins, const Log& log);

    /// Listens. Throws std::runtime_error that names the address when it cannot be had.
    void start();

    /// Stops accepting, finishes what runs, as long as listener.shutdown_timeout allows, and ends. False when handlers of plugins do not
    /// come back though their requests were cut off: then nothing may be destroyed any more, and the process can only leave by _exit().
    bool stop();

    unsigned short port() const { return _http.port(); }

    /// Where a client on this machine reaches the public listener.
    std::string url() const;

private:
    const Settings& _settings;
    const Log& _log;
    const std::shared_ptr<const TlsContext> _tls; ///< none: plain text
    const CredentialExtractor _credentials;
    const CallerDigest _callers;
    const AllowLists _lists;
    const std::unique_ptr<ControlPlane> _controlPlane;
    HttpClient _client;
    const std::unique_ptr<PluginSet> _plugins;
    Pipeline _pipeline;
    HttpServer _http;
    Readiness _readiness;
    std::optional<AdminServer> _admin;
};

} // namespace flyte_webhook::host
