#pragma once
#include "application/service.h"
#include "base/replaceable.h"
#include "http/http_server.h"
#include "systemd/inherited_sockets.h"
#include "telemetry/admin_server.h"
#include "telemetry/readiness.h"
#include <future>
#include <memory>
#include <optional>
#include <string>

namespace flyte_webhook::host
{

/// The listeners, in front of the service of the present configuration. Thread: the owner's.
class Server
{
public:
    /// The sockets that are passed, if there are any, are listened on instead of those of the configuration. Throws std::runtime_error when
    /// an address is none.
    Server(std::unique_ptr<Service> service, InheritedSockets sockets);

    /// Listens. Throws std::runtime_error that names the address when it cannot be had.
    void start();

    /// The present service. Valid until the next one is used.
    const Service& service() const { return *_service; }

    /// From now on requests are served by this one; those that are under way end with the one that they began with. New connections are
    /// secured as it says, and bodies that begin then have its time. What of its settings the listeners take at the start only,
    /// keysForRestart() tells.
    void use(std::unique_ptr<Service> next);

    /// Frees the services that serve nothing any more, on a thread of its own: plugins may take their time over their end. Where there is
    /// no thread to be had, or nothing to free, it is done on a present one. Comes to how many serve still.
    std::future<std::size_t> freeUnused();

    /// The keys of the present service's configuration that differ from what the listeners were started with.
    std::vector<std::string> keysForRestart() const;

    /// Stops accepting, finishes what runs, as long as listener.shutdown_timeout allows, and ends. False when handlers of plugins do not
    /// come back though their requests were cut off: then nothing may be destroyed any more, and the process can only leave by _exit().
    bool stop();

    unsigned short port() const { return _http.port(); }

    /// Where the public listener listens.
    std::string url() const;

    /// Where a client on this machine reaches it: another address where it listens on all of them.
    std::string localUrl() const;

    /// Address, plugins, endpoints and requests answered, in a line for the operator.
    std::string summary() const;

    HttpServer::Pulse pulse() const { return _http.pulse(); }

private:
    /// Hands each request to the service that is present when it comes.
    class Entrance final : public RequestHandler
    {
    public:
        explicit Entrance(Replaceable<Service>& services) : _services(services) {}
        void serve(Exchange& exchange) override { _services.lease()->serve(exchange); }
        void refuse(Exchange& exchange, ErrorKind kind, const std::string& detail) override
        {
            _services.lease()->refuse(exchange, kind, detail);
        }
        void tend() noexcept override { _services.lease()->tend(); }

    private:
        Replaceable<Service>& _services;
    };

    const Log& log() const { return _service->parts().log; }
    std::string metrics(MetricsText::Format format);
    std::string urlOf(const Poco::Net::SocketAddress& address) const;

    const Service* _service; ///< the present one
    const Settings::Listener _listener;
    const Settings::Admin _adminSettings;
    InheritedSockets _sockets;
    Replaceable<Service> _services;
    Entrance _entrance;
    HttpServer _http;
    Readiness _readiness;
    std::optional<AdminServer> _admin;
};

} // namespace flyte_webhook::host
