#include "control_plane/control_plane_settings.h"
#include "control_plane/grpc/grpc_place.h"
#include "control_plane/routed_control_plane.h"
#include <stdexcept>

namespace flyte_webhook::host
{

std::unique_ptr<ControlPlane> makeControlPlane(const ControlPlaneSettings& settings)
{
    const ControlPlaneEndpoint own(settings.endpoint, settings.insecure);
    if (settings.insecure && own.secure())
        throw std::invalid_argument("the endpoint '" + settings.endpoint + "' is https, but insecure = true asks for plain text; drop one");
    if (settings.connections == 0) throw std::invalid_argument("connections is 0; there must be one at least");
    const auto grpc = std::make_shared<GrpcPlaces>(TlsRoots(settings.caFile), settings.connections);
    const auto make = [grpc](const ControlPlaneEndpoint& endpoint) { return grpc->make(endpoint); };
    return std::make_unique<RoutedControlPlane>(own, make, settings.callTimeout);
}

} // namespace flyte_webhook::host
