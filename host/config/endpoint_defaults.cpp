#include "endpoint_defaults.h"
#include "control_plane/endpoint.h"
#include <algorithm>

namespace flyte_webhook::host
{

std::string consoleUrlOf(const std::string& endpoint, bool insecure)
{
    const ControlPlaneEndpoint place(endpoint, insecure);
    const std::string scheme = place.secure() ? "https://" : "http://";
    const bool local = place.host() == "localhost" && place.port() == 8090;
    return scheme + (local ? "localhost:8080" : place.authority());
}

std::string organisationOf(const std::string& endpoint)
{
    const ControlPlaneEndpoint place(endpoint);
    const auto& host = place.host();
    if (place.isAddress() || std::count(host.begin(), host.end(), '.') < 2) return {};
    return host.substr(0, host.find('.'));
}

} // namespace flyte_webhook::host
