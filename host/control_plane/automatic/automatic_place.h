#pragma once
#include "control_plane/connect/connect_place.h"
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>

namespace flyte_webhook::host
{

/// A place that is called over the Connect protocol, or over gRPC where it speaks HTTP/2 alone: it says so before it executes anything, and
/// is remembered for it. Thread: any.
class AutomaticPlace final : public Place, public std::enable_shared_from_this<AutomaticPlace>
{
public:
    using MakeGrpc = std::function<std::shared_ptr<Place>()>;

    /// `makeGrpc` is called when gRPC is needed, once at most.
    AutomaticPlace(std::unique_ptr<ConnectPlace> connect, MakeGrpc makeGrpc) : _connect(std::move(connect)), _makeGrpc(std::move(makeGrpc))
    {
    }

    CallStatus send(const WireCall& call, std::string& answer) override;
    std::unique_ptr<ControlPlaneStream> open(const WireCall& call) override;
    bool connected() override;
    void tend() noexcept override { _connect->tend(); }

    /// A stream over gRPC, for one that found out that the place speaks that alone.
    std::unique_ptr<ControlPlaneStream> openOverGrpc(const WireCall& call);

private:
    CallStatus sendOverConnect(const WireCall& call, std::string& answer);
    bool wouldBeLost(const WireCall& call) const;
    void rememberGrpc();
    Place& grpc();

    const std::unique_ptr<ConnectPlace> _connect;
    const MakeGrpc _makeGrpc;
    std::once_flag _made;
    std::shared_ptr<Place> _grpc;
    std::atomic<bool> _speaksGrpc{false};    ///< as it was met last
    std::atomic<bool> _spokeGrpc{false};     ///< it has been met as one that does
    std::atomic<bool> _speaksConnect{false}; ///< it has been met
};

} // namespace flyte_webhook::host
