#pragma once
#include "control_plane/control_plane.h"
#include <cstddef>

namespace flyte_webhook::host
{

/// What is spoken to the control plane.
enum class ControlPlaneProtocol
{
    automatic, ///< Connect, and gRPC where a place speaks HTTP/2 alone
    connect,
    grpc
};

/// How to reach the control plane; config.md, [control_plane].
struct ControlPlaneSettings
{
    std::string endpoint;  ///< dns:///host, https://host, http://host:port or host:port
    bool insecure = false; ///< plain text
    std::string caFile;    ///< PEM; empty: the system's roots
    ControlPlaneProtocol protocol = ControlPlaneProtocol::automatic;
    std::size_t connections = 4; ///< channels to the control plane, over gRPC; over Connect each call has one for itself
    std::chrono::milliseconds callTimeout{30000};

    friend bool operator==(const ControlPlaneSettings& a, const ControlPlaneSettings& b)
    {
        return a.endpoint == b.endpoint && a.insecure == b.insecure && a.caFile == b.caFile && a.protocol == b.protocol &&
               a.connections == b.connections && a.callTimeout == b.callTimeout;
    }
};

/// The control plane that the settings say. Throws std::invalid_argument when they cannot be used (an endpoint of no known form, a CA file
/// that cannot be read), with a message that names what is wrong and what would be right.
std::unique_ptr<ControlPlane> makeControlPlane(const ControlPlaneSettings& settings);

} // namespace flyte_webhook::host
