#include "addresses.h"
#include <algorithm>

namespace flyte_webhook::host::transport
{
namespace
{

bool isAddress(const std::string& host)
{
    Poco::Net::IPAddress ignored;
    return Poco::Net::IPAddress::tryParse(host, ignored);
}

} // namespace

Addresses::Addresses(Resolver& resolver, std::string host, Clock::duration freshness)
    : _resolver(resolver), _host(std::move(host)), _isName(!isAddress(_host)), _freshness(freshness)
{
}

std::vector<Poco::Net::IPAddress> Addresses::get(Patience& patience)
{
    std::vector<Poco::Net::IPAddress> addresses;
    if (takeWhatIsKnown(addresses)) return addresses;
    addresses = _resolver.resolve(_host, patience);
    const std::lock_guard lock(_mutex);
    take(std::move(addresses));
    _since = Clock::now();
    return _known;
}

void Addresses::take(std::vector<Poco::Net::IPAddress> addresses)
{
    _known = std::move(addresses);
    std::stable_partition(_known.begin(), _known.end(), [this](const auto& address) { return address == _preferred; });
}

void Addresses::prefer(const Poco::Net::IPAddress& address)
{
    const std::lock_guard lock(_mutex);
    _preferred = address;
    take(std::move(_known));
}

bool Addresses::takeWhatIsKnown(std::vector<Poco::Net::IPAddress>& addresses)
{
    const std::lock_guard lock(_mutex);
    if (_isName && !_known.empty() && Clock::now() - _since > _freshness) refresh();
    addresses = _known;
    return !addresses.empty();
}

/// Takes what a look-up brought that was begun before, or begins one. A name that is not found for now, or cannot be looked up, stays what
/// it was.
void Addresses::refresh()
{
    if (!_lookUp) return beginLookUp();
    auto found = Resolver::found(*_lookUp);
    if (!found) return;
    _lookUp.reset();
    _since = Clock::now();
    if (found->error == 0 && !found->addresses.empty()) take(std::move(found->addresses));
}

void Addresses::beginLookUp() noexcept
try
{
    _lookUp = _resolver.begin(_host);
}
catch (const std::exception&)
{
    // The next one tries again.
}

void Addresses::forget()
{
    const std::lock_guard lock(_mutex);
    _known.clear();
    _lookUp.reset();
}

} // namespace flyte_webhook::host::transport
