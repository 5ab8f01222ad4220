#pragma once
#include <openssl/types.h>
#include <string>

namespace flyte_webhook::host
{

/// The text of a CA file, a PEM bundle that an operator named, for who knows plain certificates only. Throws std::invalid_argument, with
/// the file's name, when it cannot be read, holds none, or one that is broken.
std::string readAuthorities(const std::string& caFile);

/// Trusts the certificates of a CA file from now on. Throws as readAuthorities() does.
void trustAuthorities(SSL_CTX* context, const std::string& caFile);

} // namespace flyte_webhook::host
