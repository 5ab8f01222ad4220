#include "places.h"
#include "control_plane/call_mistake.h"
#include <algorithm>
#include <stdexcept>

namespace flyte_webhook::host
{
namespace
{

ControlPlaneEndpoint parse(std::string_view endpoint, bool plainText)
{
    try
    {
        return ControlPlaneEndpoint(endpoint, plainText);
    }
    catch (const std::invalid_argument& mistake)
    {
        throw CallMistake(grpc_code::internal, "the control plane named an endpoint that cannot be used", mistake.what());
    }
}

} // namespace

Places::Places(const ControlPlaneEndpoint& own, const TlsRoots& roots, std::size_t connections, std::size_t most)
    : _own(own), _roots(roots), _connections(connections), _most(most), _ownChannels(std::make_shared<Channels>(own, roots, connections))
{
}

std::shared_ptr<Channels> Places::at(std::string_view endpoint)
{
    if (endpoint.empty()) return _ownChannels;
    const auto named = parse(endpoint, !_own.secure());
    if (named.isSamePlaceAs(_own)) return _ownChannels;
    if (_own.secure() && !named.secure())
        throw CallMistake(grpc_code::internal,
                          "the control plane named an endpoint without TLS, and credentials are not sent in plain text",
                          "the endpoint was " + named.target());
    return other(named);
}

std::shared_ptr<Channels> Places::other(const ControlPlaneEndpoint& endpoint)
{
    const auto key = (endpoint.secure() ? "https://" : "http://") + endpoint.authority();
    const std::lock_guard lock(_mutex);
    auto place = _others.find(key);
    if (place == _others.end())
    {
        if (_others.size() >= _most) dropOldest();
        place = _others.insert({key, {std::make_shared<Channels>(endpoint, _roots, _connections), 0}}).first;
    }
    place->second.lastUse = ++_uses;
    return place->second.channels;
}

void Places::dropOldest()
{
    const auto older = [](const auto& a, const auto& b) { return a.second.lastUse < b.second.lastUse; };
    _others.erase(std::min_element(_others.begin(), _others.end(), older));
}

} // namespace flyte_webhook::host
