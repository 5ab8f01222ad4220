#pragma once
#include <openssl/types.h>
#include <string>

namespace flyte_webhook::host
{

/// The text of a CA file, a PEM bundle that an operator named. Throws std::invalid_argument, with the file's name, when it cannot be read.
std::string readAuthorities(const std::string& caFile);

/// Trusts the certificates of a CA file from now on. Throws std::invalid_argument, with the file's name, when it cannot be read, holds
/// none, or one that is broken.
void trustAuthorities(SSL_CTX* context, const std::string& caFile);

} // namespace flyte_webhook::host
