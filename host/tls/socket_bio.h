#pragma once
#include <cstddef>
#include <openssl/types.h>

namespace flyte_webhook::host
{

/// A BIO over a connected socket that does not block. OpenSSL's own raises SIGPIPE when the other side has gone; this one does not. The
/// socket stays the caller's and must outlive it. Throws std::bad_alloc.
BIO* newSocketBio(int socket);

/// From now on so many bytes can be read from the BIO until it says, true or not, that none are there: a peer that never stops sending
/// what TLS handles by itself cannot hold the thread that reads. Without this there is no bound.
void limitReading(BIO* bio, std::size_t most) noexcept;

} // namespace flyte_webhook::host
