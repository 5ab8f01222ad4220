#include "server.h"
#include "application/metrics_page.h"
#include "telemetry/log.h"
#include <Poco/Net/NetException.h>
#include <cerrno>
#include <system_error>

namespace flyte_webhook::host
{

namespace
{

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

/// Without the address, which the messages of some bring along.
std::string reasonOf(const Poco::Exception& e) { return e.code() ? std::system_category().message(e.code()) : e.message(); }

std::string remedyFor(int error)
{
    switch (error)
    {
    case EADDRINUSE: return "; write another port, or end what listens there";
    case EADDRNOTAVAIL: return "; write an address of this machine";
    case EACCES: return "; write a port from 1024 on, or let systemd hold the port";
    default: return {};
    }
}

template <typename Start> void listen(const char* section, const Poco::Net::SocketAddress& address, Start start)
{
    try
    {
        start();
    }
    catch (const Poco::Exception& e)
    {
        throw std::runtime_error(std::string("[") + section + "] address, port: " + address.toString() + ": " + reasonOf(e) +
                                 remedyFor(e.code()));
    }
}

} // namespace

Server::Server(std::unique_ptr<Service> service, InheritedSockets sockets)
    : _service(service.get()), _listener(service->settings().listener), _adminSettings(service->settings().admin),
      _sockets(std::move(sockets)), _services(std::move(service)), _entrance(_services),
      _http(address("listener", _listener.address, _listener.port), _listener.limits, _entrance)
{
    _http.useTls(_service->parts().tls);
    _readiness.add("plugins", [] { return true; }); // there is no service before they are up
    _readiness.add("control_plane", [this] { return _services.lease()->parts().controlPlane->reached(); });
    if (_adminSettings.port || _sockets.has("admin"))
        _admin.emplace(address("admin", _adminSettings.address, _adminSettings.port), _readiness,
                       [this](MetricsText::Format format) { return metrics(format); });
}

void Server::start()
{
    _service->parts().controlPlane->reached(); // asks for the first connection, so that no request has to wait for it
    _http.listenOn(_sockets.take("listener"));
    listen("listener", {_listener.address, _listener.port}, [this] { _http.start(); });
    if (_admin) listen("admin", {_adminSettings.address, _adminSettings.port}, [this] { _admin->start(_sockets.take("admin")); });
    log().info("listening", {{"address", url()},
                             {"plugins", static_cast<std::int64_t>(_service->plugins().size())},
                             {"endpoints", static_cast<std::int64_t>(_service->plugins().routes().size())}});
}

void Server::use(std::unique_ptr<Service> next)
{
    next->parts().controlPlane->reached();
    const auto& service = *next;
    _http.useTls(service.parts().tls);
    _http.useBodyTimeout(service.settings().listener.limits.bodyTimeout);
    _services.replace(std::move(next));
    _service = &service;
}

std::future<std::size_t> Server::freeUnused()
{
    auto replaced = _services.collect();
    const auto policy = replaced.unused.empty() ? std::launch::deferred : std::launch::async | std::launch::deferred;
    auto free = [replaced = std::move(replaced)]() mutable
    {
        replaced.unused.clear();
        return replaced.used;
    };
    return std::async(policy, std::move(free));
}

std::vector<std::string> Server::keysForRestart() const
{
    const auto& present = _service->settings();
    std::vector<std::string> keys;
    const auto compare = [&](const char* key, const auto& one, const auto& other)
    {
        if (!(one == other)) keys.emplace_back(key);
    };
    compare("listener.address", _listener.address, present.listener.address);
    compare("listener.port", _listener.port, present.listener.port);
    const auto &limits = _listener.limits, &others = present.listener.limits;
    compare("listener.threads", limits.threads, others.threads);
    compare("listener.queue", limits.queue, others.queue);
    compare("listener.max_connections", limits.maxConnections, others.maxConnections);
    compare("listener.max_body", limits.maxBody, others.maxBody);
    compare("listener.max_header", limits.maxHeader, others.maxHeader);
    compare("listener.keep_alive_timeout", limits.keepAliveTimeout, others.keepAliveTimeout);
    compare("listener.header_timeout", limits.headerTimeout, others.headerTimeout);
    compare("admin.address", _adminSettings.address, present.admin.address);
    compare("admin.port", _adminSettings.port, present.admin.port);
    return keys;
}

std::string Server::metrics(MetricsText::Format format)
{
    const auto service = _services.lease();
    return metricsPage({*service->parts().metrics, _http, _readiness, service->plugins(), service->parts().log}, format);
}

bool Server::stop()
{
    _readiness.stop();
    log().info("stopping: no new connections, running requests are finished");
    const auto cutOff = _http.stop(_service->settings().listener.shutdownTimeout);
    if (cutOff)
        log().warning("requests were cut off, because listener.shutdown_timeout was over",
                      {{"requests", static_cast<std::int64_t>(cutOff)}});
    if (_admin) _admin->stop();
    if (const auto stuck = _http.stuck())
    {
        log().error("handlers of plugins do not come back, although their requests were cut off; leaving without them",
                    {{"requests", static_cast<std::int64_t>(stuck)}});
        return false;
    }
    log().info("stopped");
    return true;
}

std::string Server::summary() const
{
    const auto& plugins = _service->plugins();
    std::string names;
    for (const auto& plugin : plugins.plugins()) names += (names.empty() ? "" : ", ") + plugin->library().name();
    const auto requests = _service->parts().metrics->requests.total();
    return "Serving at " + url() + "; " + std::to_string(plugins.routes().size()) + " endpoints of " + names + "; " +
           std::to_string(requests) + (requests == 1 ? " request answered" : " requests answered");
}

std::string Server::url() const { return urlOf(_http.address()); }

std::string Server::localUrl() const
{
    const auto address = _http.address();
    return urlOf(address.host().isWildcard() ? Poco::Net::SocketAddress("127.0.0.1", address.port()) : address);
}

std::string Server::urlOf(const Poco::Net::SocketAddress& address) const
{
    return (_service->parts().tls ? "https://" : "http://") + address.toString();
}

} // namespace flyte_webhook::host
