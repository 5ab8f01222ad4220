#pragma once
#include <memory>
#include <mutex>
#include <openssl/ssl.h>
#include <string>

namespace flyte_webhook::host::transport
{

using TlsSession = std::unique_ptr<SSL, decltype(&SSL_free)>;

/// What TLS connections to other servers have in common: version 1.2 at least, the other side's certificate verified for its name or
/// address. Thread: any.
class Tls
{
public:
    /// Whom to trust beside those of a CA file.
    enum class Trust
    {
        systemToo,       ///< the system's roots as well
        caFileIfThereIs, ///< nobody else; without a CA file the system's roots
    };

    /// The application protocol that is offered (ALPN).
    enum class Protocol
    {
        http1,
        http2
    };

    /// `caFile` is a PEM bundle; empty: none. Throws std::invalid_argument when it cannot be used.
    explicit Tls(const std::string& caFile, Trust trust = Trust::systemToo);

    /// A session over a connected socket that does not block, for a host: a name, or an IP address without brackets. The socket must
    /// outlive it.
    TlsSession begin(int socket, const std::string& host, Protocol protocol) const;

private:
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> _context;
    const bool _trustsSystem;
    mutable std::once_flag _systemRead; ///< the system's roots are read for the first session: many servers never need them
};

} // namespace flyte_webhook::host::transport
