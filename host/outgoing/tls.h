#pragma once
#include <memory>
#include <openssl/ssl.h>
#include <string>

namespace flyte_webhook::host::outgoing
{

using TlsSession = std::unique_ptr<SSL, decltype(&SSL_free)>;

/// What outgoing TLS connections have in common: version 1.2 at least, the other side's certificate verified for its name or address.
/// Thread: any.
class Tls
{
public:
    /// Trusts the system's roots, and those of `caFile`, a PEM bundle, besides; empty: none. Throws std::invalid_argument when it cannot
    /// be used.
    explicit Tls(const std::string& caFile);

    /// A session over a connected socket that does not block, for a host: a name, or an IP address without brackets. The socket must
    /// outlive it.
    TlsSession begin(int socket, const std::string& host) const;

private:
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> _context;
};

} // namespace flyte_webhook::host::outgoing
