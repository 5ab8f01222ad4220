#pragma once
#include "control_plane/connect/connect_stream.h"
#include "control_plane/connect/idle_lines.h"
#include "control_plane/connect/until_done.h"
#include "control_plane/endpoint.h"
#include "control_plane/place.h"
#include "control_plane/tls_roots.h"
#include "transport/addresses.h"
#include "transport/tls.h"
#include <atomic>
#include <chrono>
#include <memory>
#include <optional>

namespace flyte_webhook::host
{

/// What all places share that are called over the Connect protocol. Thread: any.
struct ConnectRuntime
{
    /// Throws std::invalid_argument when the roots cannot be used.
    explicit ConnectRuntime(const TlsRoots& roots) : tls(roots.file(), transport::Tls::Trust::caFileIfThereIs) {}

    /// The same with another way to look names up.
    ConnectRuntime(const TlsRoots& roots, transport::Resolver::LookUpName lookUpName)
        : tls(roots.file(), transport::Tls::Trust::caFileIfThereIs), resolver(std::move(lookUpName))
    {
    }

    const transport::Tls tls;
    transport::Resolver resolver;
};

/// A place that is called over the Connect protocol: each call has a connection for itself meanwhile, and connections are kept.
class ConnectPlace final : public Place
{
public:
    /// Load balancers mostly close after 60 s, and a call that meets that may be lost.
    static constexpr std::chrono::seconds idleTimeout{45};

    ConnectPlace(const ControlPlaneEndpoint& endpoint, std::shared_ptr<ConnectRuntime> runtime,
                 std::chrono::milliseconds idleAtMost = idleTimeout);

    CallStatus send(const WireCall& call, std::string& answer) override;
    std::unique_ptr<ControlPlaneStream> open(const WireCall& call) override { return begin(call); }
    bool connected() override { return _contact.done(); }
    void tend() noexcept override;

    /// As open().
    std::unique_ptr<ConnectStream> begin(const WireCall& call);

    /// Whether the place greets as a server of HTTP/2 when it is greeted so; nothing is asked of it.
    bool takesHttp2(const WireCall& call);

private:
    std::optional<CallStatus> sendOn(std::unique_ptr<Line> line, bool kept, const WireCall& call, transport::Patience& patience,
                                     std::string& answer);
    std::unique_ptr<Line> connect(transport::Patience& patience);
    std::unique_ptr<transport::Connection> connectTo(const Poco::Net::IPAddress& address, transport::Patience& patience);
    void refuseHttp2Alone(const transport::Connection& connection, transport::Patience& patience,
                          transport::Patience::Clock::time_point until);
    bool makeContact(Cancellation& cancellation);

    const ControlPlaneEndpoint _endpoint;
    const std::shared_ptr<ConnectRuntime> _runtime;
    const RequestHead _head;
    transport::Addresses _addresses;
    IdleLines _idle;
    std::atomic<bool> _takesHttp1{false}; ///< without saying so in the TLS handshake
    UntilDone _contact;
};

} // namespace flyte_webhook::host
