#pragma once
#include "tls/tls_identity.h"
#include <memory>
#include <openssl/types.h>
#include <string>
#include <vector>

namespace flyte_webhook::host
{

struct TlsSessionFree
{
    void operator()(SSL* session) const noexcept;
};
using TlsSession = std::unique_ptr<SSL, TlsSessionFree>;

/// What the public listener's TLS connections have in common: version 1.2 or 1.3, one identity, HTTP/1.1. Its sessions may outlive it.
/// Thread: any.
class TlsContext
{
public:
    /// Throws std::invalid_argument when the identity cannot be used.
    explicit TlsContext(const TlsIdentity& identity);

    /// The server's side of a connection that is to shake hands yet, over a socket that does not block and that must outlive it. Throws
    /// std::bad_alloc.
    TlsSession begin(int socket) const;

    /// See TlsIdentity::warnings().
    const std::vector<std::string>& warnings() const noexcept { return _warnings; }

    /// See TlsIdentity::expiration().
    TlsIdentity::Time expiration() const noexcept { return _expiration; }

private:
    struct Free
    {
        void operator()(SSL_CTX* context) const noexcept;
    };
    const std::unique_ptr<SSL_CTX, Free> _context;
    const std::vector<std::string> _warnings;
    const TlsIdentity::Time _expiration;
};

} // namespace flyte_webhook::host
