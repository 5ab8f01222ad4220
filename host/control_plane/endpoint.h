#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace flyte_webhook::host
{

/// Where a control plane listens, as operators and control planes write it: dns:///host, https://host, http://host or host alone, each
/// with or without a port. An IPv6 address stands in brackets; without a port it may also stand bare. Immutable; any thread may use it.
/// Not named Endpoint alone: that is an HTTP endpoint of a plugin (endpoints/endpoint.h), and one name for both would break the link.
class ControlPlaneEndpoint
{
public:
    /// `plainText` holds where the text names neither http nor https. A port that is left out is 80 in plain text, else 443. Throws
    /// std::invalid_argument that says what is wrong with the text and what would be right.
    explicit ControlPlaneEndpoint(std::string_view text, bool plainText = false);

    const std::string& host() const noexcept { return _host; } ///< lower case; no brackets, no dot at its end
    std::uint16_t port() const noexcept { return _port; }
    bool hasPort() const noexcept { return _hasPort; }     ///< whether the text names the port
    bool secure() const noexcept { return _secure; }       ///< TLS
    bool isAddress() const noexcept { return _isAddress; } ///< the host is an IP address, not a name

    /// "host:port", an IPv6 address in brackets; the port is left out where it is the scheme's own.
    std::string authority() const;

    /// The place as gRPC names it.
    std::string target() const;

    /// Whether this is only another way to write `own`: the same host (all names of the loopback are one) with the same port or none.
    /// The scheme does not count: behind a proxy that ends TLS a control plane calls itself http.
    bool isSamePlaceAs(const ControlPlaneEndpoint& own) const;

private:
    void takeScheme(std::string_view& text, bool plainText);
    void takePort(std::string_view& text);
    void takeHost(std::string_view text);

    std::string _host;
    std::uint16_t _port = 0;
    bool _hasPort = false;
    bool _secure = true;
    bool _isAddress = false;
    bool _isIpv6 = false;
};

} // namespace flyte_webhook::host
