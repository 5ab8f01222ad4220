#pragma once
#include "control_plane/grpc/channels.h"
#include "control_plane/grpc/reconnector.h"
#include "control_plane/place.h"
#include <mutex>

namespace flyte_webhook::host
{

/// What all places share that are called over gRPC.
struct GrpcRuntime
{
    const GrpcLibrary library;
    Reconnector reconnector;
};

/// A place that is called over gRPC.
class GrpcPlace final : public Place
{
public:
    GrpcPlace(const ControlPlaneEndpoint& endpoint, const TlsRoots& roots, std::size_t connections, std::shared_ptr<GrpcRuntime> runtime);

    CallStatus send(const WireCall& call, std::string& answer) override;
    std::unique_ptr<ControlPlaneStream> open(const WireCall& call) override;
    bool connected() override;

private:
    const std::shared_ptr<GrpcRuntime> _runtime;
    const std::shared_ptr<Channels> _channels;
};

/// Makes places that are called over gRPC, and begins with gRPC when the first one is asked for. Thread: any.
class GrpcPlaces
{
public:
    GrpcPlaces(TlsRoots roots, std::size_t connections) : _roots(std::move(roots)), _connections(connections) {}

    std::shared_ptr<Place> make(const ControlPlaneEndpoint& endpoint);

private:
    const TlsRoots _roots;
    const std::size_t _connections; ///< of each place
    std::mutex _mutex;
    std::shared_ptr<GrpcRuntime> _runtime; ///< under the mutex
};

} // namespace flyte_webhook::host
