#include "server.h"
#include "telemetry/log.h"
#include <Poco/Net/NetException.h>

namespace flyte_webhook::host
{

namespace
{

HttpClient::Settings clientSettings(const Settings& settings)
{
    HttpClient::Settings client;
    client.caFile = settings.controlPlane.caFile;
    return client;
}

Poco::Net::SocketAddress address(const char* section, const std::string& host, std::uint16_t port)
{
    try
    {
        return Poco::Net::SocketAddress(host, port);
    }
    catch (const Poco::Exception& e)
    {
        throw std::runtime_error(std::string(section) + ".address: '" + host + "' is no address of this machine: " + e.displayText());
    }
}

std::shared_ptr<const TlsContext> makeTls(const Settings::Listener& listener)
{
    if (listener.tlsCertificate.empty()) return nullptr;
    return std::make_shared<TlsContext>(TlsIdentity(listener.tlsCertificate, listener.tlsKey));
}

template <typename Listener> void listen(Listener& listener, const char* section, const Poco::Net::SocketAddress& address)
{
    try
    {
        listener.start();
    }
    catch (const Poco::Exception& e)
    {
        throw std::runtime_error(std::string("[") + section + "] address, port: " + address.toString() + ": " + e.message());
    }
}

} // namespace

Server::Server(const Settings& settings, std::unique_ptr<ControlPlane> controlPlane, std::unique_ptr<PluginSet> plugins, const Log& log)
    : _settings(settings), _log(log), _tls(makeTls(settings.listener)), _credentials(settings.auth.headers),
      _lists(settings.allowlist.tasks, settings.allowlist.apps, settings.allowlist.triggers), _controlPlane(std::move(controlPlane)),
      _client(clientSettings(settings)), _plugins(std::move(plugins)),
      _pipeline({settings.webhook.name, settings.auth.required, settings.listener.requestTimeout}, *_plugins, _lists,
                {*_controlPlane, _client, _credentials, _callers, log}),
      _http(address("listener", settings.listener.address, settings.listener.port), settings.listener.limits, _pipeline)
{
    if (_tls) _http.useTls(_tls);
    _readiness.add("plugins", [] { return true; }); // a server is only made once they are up
    _readiness.add("control_plane", [this] { return _controlPlane->reached(); });
    if (settings.admin.port) _admin.emplace(address("admin", settings.admin.address, settings.admin.port), _readiness);
}

void Server::start()
{
    _controlPlane->reached(); // asks for the first connection, so that no request has to wait for it
    if (_tls)
        for (const auto& warning : _tls->warnings()) _log.warning(warning);
    listen(_http, "listener", {_settings.listener.address, _settings.listener.port});
    if (_admin) listen(*_admin, "admin", {_settings.admin.address, _settings.admin.port});
    _log.info("listening", {{"address", url()},
                            {"plugins", static_cast<std::int64_t>(_plugins->size())},
                            {"endpoints", static_cast<std::int64_t>(_plugins->routes().size())}});
}

bool Server::stop()
{
    _readiness.stop();
    _log.info("stopping: no new connections, running requests are finished");
    const auto cutOff = _http.stop(_settings.listener.shutdownTimeout);
    if (cutOff)
        _log.warning("requests were cut off, because listener.shutdown_timeout was over",
                     {{"requests", static_cast<std::int64_t>(cutOff)}});
    if (_admin) _admin->stop();
    if (const auto stuck = _http.stuck())
    {
        _log.error("handlers of plugins do not come back, although their requests were cut off; leaving without them",
                   {{"requests", static_cast<std::int64_t>(stuck)}});
        return false;
    }
    _log.info("stopped");
    return true;
}

std::string Server::url() const
{
    const auto& host = _settings.listener.address;
    const bool any = host == "0.0.0.0" || host == "::";
    const bool isV6 = host.find(':') != std::string::npos;
    return (_tls ? "https://" : "http://") +
           (any    ? std::string("127.0.0.1")
            : isV6 ? "[" + host + "]"
                   : host) +
           ":" + std::to_string(port());
}

} // namespace flyte_webhook::host
