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

Places::Places(const ControlPlaneEndpoint& own, Make make, std::size_t most)
    : _own(own), _make(std::move(make)), _most(most), _ownPlace(_make(own))
{
}

std::shared_ptr<Place> Places::at(std::string_view endpoint)
{
    if (endpoint.empty()) return sharedOwn();
    const auto named = parse(endpoint, !_own.secure());
    if (named.isSamePlaceAs(_own)) return sharedOwn();
    if (_own.secure() && !named.secure())
        throw CallMistake(grpc_code::internal,
                          "the control plane named an endpoint without TLS, and credentials are not sent in plain text",
                          "the endpoint was " + named.target());
    return other(named);
}

/// Without a count of its owners, which all threads would write to.
std::shared_ptr<Place> Places::sharedOwn() const { return {std::shared_ptr<Place>(), _ownPlace.get()}; }

std::shared_ptr<Place> Places::other(const ControlPlaneEndpoint& endpoint)
{
    const auto key = (endpoint.secure() ? "https://" : "http://") + endpoint.authority();
    const std::lock_guard lock(_mutex);
    auto kept = _others.find(key);
    if (kept == _others.end())
    {
        if (_others.size() >= _most) dropOldest();
        kept = _others.insert({key, {_make(endpoint), 0}}).first;
    }
    kept->second.lastUse = ++_uses;
    return kept->second.place;
}

void Places::tend() noexcept
{
    _ownPlace->tend();
    const std::lock_guard lock(_mutex);
    for (const auto& other : _others) other.second.place->tend();
}

void Places::dropOldest()
{
    const auto older = [](const auto& a, const auto& b) { return a.second.lastUse < b.second.lastUse; };
    _others.erase(std::min_element(_others.begin(), _others.end(), older));
}

} // namespace flyte_webhook::host
