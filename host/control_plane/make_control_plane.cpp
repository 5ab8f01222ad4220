#include "control_plane/automatic/automatic_place.h"
#include "control_plane/control_plane_settings.h"
#include "control_plane/grpc/grpc_place.h"
#include "control_plane/routed_control_plane.h"
#include <stdexcept>

namespace flyte_webhook::host
{
namespace
{

Places::Make overGrpc(const TlsRoots& roots, std::size_t connections)
{
    return [places = std::make_shared<GrpcPlaces>(roots, connections)](const ControlPlaneEndpoint& endpoint)
    { return places->make(endpoint); };
}

Places::Make overConnect(std::shared_ptr<ConnectRuntime> runtime)
{
    return [runtime = std::move(runtime)](const ControlPlaneEndpoint& endpoint)
    { return std::make_shared<ConnectPlace>(endpoint, runtime); };
}

Places::Make automatic(std::shared_ptr<ConnectRuntime> runtime, Places::Make grpc)
{
    return [runtime = std::move(runtime), grpc = std::move(grpc)](const ControlPlaneEndpoint& endpoint)
    {
        return std::make_shared<AutomaticPlace>(std::make_unique<ConnectPlace>(endpoint, runtime),
                                                [grpc, endpoint] { return grpc(endpoint); });
    };
}

Places::Make makerOf(const ControlPlaneSettings& settings)
{
    const TlsRoots roots(settings.caFile);
    switch (settings.protocol)
    {
    case ControlPlaneProtocol::grpc: return overGrpc(roots, settings.connections);
    case ControlPlaneProtocol::connect: return overConnect(std::make_shared<ConnectRuntime>(roots));
    default: return automatic(std::make_shared<ConnectRuntime>(roots), overGrpc(roots, settings.connections));
    }
}

} // namespace

std::unique_ptr<ControlPlane> makeControlPlane(const ControlPlaneSettings& settings)
{
    const ControlPlaneEndpoint own(settings.endpoint, settings.insecure);
    if (settings.insecure && own.secure())
        throw std::invalid_argument("the endpoint '" + settings.endpoint + "' is https, but insecure = true asks for plain text; drop one");
    if (settings.connections == 0) throw std::invalid_argument("connections is 0; there must be one at least");
    return std::make_unique<RoutedControlPlane>(own, makerOf(settings), settings.callTimeout);
}

} // namespace flyte_webhook::host
