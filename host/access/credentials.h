#pragma once
#include "base/secret.h"
#include "http/message.h"
#include <array>
#include <string>
#include <vector>

namespace flyte_webhook::host
{

/// Finds the credential headers of requests. Immutable; any thread.
class CredentialExtractor
{
public:
    /// The header names that count, lower case.
    explicit CredentialExtractor(std::vector<std::string> names);

    /// The request's credentials: views into its buffer, in the order of the configured names. A header that is empty is none. A header
    /// given more than once is joined by the caller's rule: its first value counts.
    std::vector<Credential> extract(const HttpRequest& request) const;

    /// Whether a header of that name is a credential, whatever its case.
    bool counts(std::string_view name) const noexcept;

private:
    std::vector<std::string> _names;
};

/// Makes keys that tell callers apart and nothing else of them: an HMAC-SHA-256 under a key that lives and dies with the process.
/// Immutable; any thread.
class CallerDigest
{
public:
    CallerDigest();
    ~CallerDigest();

    /// 32 bytes; empty when there are no credentials.
    std::string of(const std::vector<Credential>& credentials) const;

private:
    std::array<char, 32> _key;
};

} // namespace flyte_webhook::host
