#include "credentials.h"
#include <algorithm>
#include <cerrno>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdexcept>
#include <sys/random.h>
#include <system_error>

namespace flyte_webhook::host
{

namespace
{

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool isNamed(std::string_view header, std::string_view lowerName) noexcept
{
    return std::equal(header.begin(), header.end(), lowerName.begin(), lowerName.end(), [](char a, char b) { return lower(a) == b; });
}

/// gRPC carries printable ASCII as metadata and nothing else.
bool canTravel(std::string_view value) noexcept
{
    return !value.empty() && std::all_of(value.begin(), value.end(), [](char c) { return c >= 0x20 && c <= 0x7e; });
}

void fillRandomly(char* bytes, std::size_t size)
{
    while (size)
    {
        const auto count = ::getrandom(bytes, size, 0);
        if (count < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "the system gives no random bytes");
        if (count <= 0) continue;
        bytes += count;
        size -= static_cast<std::size_t>(count);
    }
}

constexpr std::size_t digestSize = 32;

} // namespace

CredentialExtractor::CredentialExtractor(std::vector<std::string> names) : _names(std::move(names)) {}

std::vector<Credential> CredentialExtractor::extract(const HttpRequest& request) const
{
    std::vector<Credential> credentials;
    for (const auto& name : _names)
    {
        const auto& headers = request.headers;
        const auto found = std::find_if(headers.begin(), headers.end(), [&](const HeaderField& h) { return isNamed(h.name, name); });
        if (found != headers.end() && canTravel(found->value)) credentials.push_back({name, found->value});
    }
    return credentials;
}

bool CredentialExtractor::counts(std::string_view header) const noexcept
{
    return std::any_of(_names.begin(), _names.end(), [&](const std::string& name) { return isNamed(header, name); });
}

CallerDigest::CallerDigest() { fillRandomly(_key.data(), _key.size()); }

CallerDigest::~CallerDigest() { wipe(_key.data(), _key.size()); }

std::string CallerDigest::of(const std::vector<Credential>& credentials) const
{
    if (credentials.empty()) return {};
    // Digests of the parts are joined, not the parts: all are of one length, and no copy of a credential is made.
    std::string parts;
    for (const auto& credential : credentials) parts += digest(credential.name) + digest(credential.value);
    return digest(parts);
}

std::string CallerDigest::digest(std::string_view text) const
{
    std::string result(digestSize, '\0');
    unsigned int size = 0;
    const auto* made =
        ::HMAC(::EVP_sha256(), _key.data(), static_cast<int>(_key.size()), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
               reinterpret_cast<unsigned char*>(result.data()), &size);
    if (!made || size != digestSize) throw std::runtime_error("OpenSSL makes no HMAC-SHA-256");
    return result;
}

} // namespace flyte_webhook::host
