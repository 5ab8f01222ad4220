#pragma once
#include <stdexcept>
#include <string>

namespace flyte_webhook::host::transport
{

/// Why there is no answer. Whoever asked says it in words of his own.
enum class Fault
{
    unknownHost,      ///< the name has no address
    noResources,      ///< this process or machine cannot open what it takes
    unreachable,      ///< nobody listens there, or not in time
    noTls,            ///< TLS cannot be agreed on
    untrusted,        ///< the certificate is not trusted, or not for this host
    noCommonProtocol, ///< the other side speaks none of the application protocols that were offered in the TLS handshake
    broken,           ///< the other side broke off
    malformed,        ///< what came is no HTTP
    tooLarge,         ///< what came is larger than is taken
    timedOut,         ///< the deadline passed
    cancelled
};

/// Whether a fault came before there was a connection, so that nothing can have been sent over it.
constexpr bool isBeforeConnection(Fault fault) noexcept { return fault <= Fault::noCommonProtocol; }

/// A request that gets no answer. what() is the cause, for the log only: what the system or TLS said, with addresses; may be empty.
class TransportFailure : public std::runtime_error
{
public:
    explicit TransportFailure(Fault fault, const std::string& cause = {}) : std::runtime_error(cause), _fault(fault) {}

    Fault fault() const noexcept { return _fault; }

private:
    Fault _fault;
};

} // namespace flyte_webhook::host::transport
