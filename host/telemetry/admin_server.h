#pragma once
#include "base/file_descriptor.h"
#include "telemetry/metrics_text.h"
#include "telemetry/readiness.h"
#include <Poco/Net/SocketAddress.h>
#include <functional>
#include <memory>

namespace flyte_webhook::host
{

/// The admin listener: /healthz (200 as long as the process answers) and /readyz (200 when each condition holds, else 503; the body names
/// each), /metrics (in the format that the scraper asks for). Thread: start() and stop() by the owner.
class AdminServer
{
public:
    /// Makes the page of metrics; called by any thread, by several at once.
    using MetricsPage = std::function<std::string(MetricsText::Format)>;

    AdminServer(const Poco::Net::SocketAddress& address, const Readiness& readiness, MetricsPage metrics);
    ~AdminServer();
    AdminServer(const AdminServer&) = delete;
    AdminServer& operator=(const AdminServer&) = delete;

    /// Throws Poco::Net::NetException when the address cannot be had. `inherited`, if it is one, listens already and is used instead.
    void start(FileDescriptor inherited = {});
    unsigned short port() const;
    void stop();

private:
    class Server;
    std::unique_ptr<Server> _server;
};

} // namespace flyte_webhook::host
