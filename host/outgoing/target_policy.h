#pragma once
#include <Poco/Net/IPAddress.h>
#include <string>
#include <string_view>
#include <vector>

namespace flyte_webhook::host
{

/// Which hosts and addresses outgoing requests may reach, and which of them get the caller's credentials. Immutable; any thread may ask.
///
/// An entry is a host name suffix ("example.com" covers itself and everything below it, on label borders), an address ("127.0.0.1") or a
/// network ("10.0.0.0/8"). Public addresses may be reached always; loopback, link-local, private and other special ranges (RFC 6890) only
/// where an entry that is an address or network names them, or where the host's name is covered by an entry.
class TargetPolicy
{
public:
    /// Throws std::invalid_argument that names the entry when one is none of the three.
    explicit TargetPolicy(const std::vector<std::string>& entries);

    /// Whether a connection to `address`, which `host` was resolved to (or is), may be made.
    bool mayReach(std::string_view host, const Poco::Net::IPAddress& address) const;

    /// Whether the caller's credentials may go there, provided that TLS hides them on the way.
    bool mayForward(std::string_view host, const Poco::Net::IPAddress& address) const;

private:
    struct Network
    {
        Poco::Net::IPAddress address;
        unsigned prefix;
    };
    bool takeNetwork(const std::string& entry);
    bool takeSuffix(const std::string& entry);
    bool namesHost(std::string_view host) const;
    bool namesAddress(const Poco::Net::IPAddress& address) const;
    std::vector<std::string> _suffixes;
    std::vector<Network> _networks;
};

} // namespace flyte_webhook::host
