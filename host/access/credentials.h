#pragma once
#include "base/secret.h"
#include "http/message.h"
#include <array>
#include <memory>
#include <openssl/evp.h>
#include <string>
#include <string_view>
#include <vector>

namespace flyte_webhook::host
{

/// Finds the credential headers of requests. Immutable; any thread.
class CredentialExtractor
{
public:
    /// The header names that count, lower case.
    explicit CredentialExtractor(std::vector<std::string> names);

    /// The request's credentials, in the order of the configured names: values are views into the request's buffer, names live as long as
    /// this object. Of a header given more than once the first value counts. One that is empty, or that gRPC cannot carry (anything but
    /// printable ASCII), is none.
    std::vector<Credential> extract(const HttpRequest& request) const;

    /// Whether a header of that name is a credential, whatever its case.
    bool counts(std::string_view name) const noexcept;

private:
    std::vector<std::string> _names;
};

/// Makes keys that tell callers apart and nothing else of them: a SHA-256 that begins with a secret, which lives and dies with the process.
/// Immutable; any thread.
class CallerDigest
{
public:
    /// Throws std::system_error when the system gives no random bytes, std::runtime_error when OpenSSL has no SHA-256.
    CallerDigest();
    ~CallerDigest();
    CallerDigest(const CallerDigest&) = delete;
    CallerDigest& operator=(const CallerDigest&) = delete;

    /// 32 bytes; empty when there are no credentials.
    std::string of(const std::vector<Credential>& credentials) const;

private:
    const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> _hash; ///< looked up once: that costs more than hashing
    std::array<char, 32> _secret;
};

} // namespace flyte_webhook::host
