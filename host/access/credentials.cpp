#include "credentials.h"
#include "base/header_text.h"
#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <stdexcept>
#include <sys/random.h>
#include <system_error>

namespace flyte_webhook::host
{

namespace
{

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

/// A SHA-256 in the making. Its state is wiped by OpenSSL.
class Hashing
{
public:
    explicit Hashing(const EVP_MD& hash) : _context(EVP_MD_CTX_new(), &EVP_MD_CTX_free)
    {
        require(_context && EVP_DigestInit_ex2(_context.get(), &hash, nullptr) == 1);
    }

    void add(std::string_view text) { require(EVP_DigestUpdate(_context.get(), text.data(), text.size()) == 1); }

    /// So that no two lists of texts are the same bytes.
    void addWithLength(std::string_view text)
    {
        const std::uint64_t length = text.size();
        add({reinterpret_cast<const char*>(&length), sizeof length});
        add(text);
    }

    std::string result()
    {
        std::string digest(digestSize, '\0');
        require(EVP_DigestFinal_ex(_context.get(), reinterpret_cast<unsigned char*>(digest.data()), nullptr) == 1);
        return digest;
    }

private:
    static constexpr std::size_t digestSize = 32;

    static void require(bool made)
    {
        if (!made) throw std::runtime_error("OpenSSL makes no SHA-256");
    }

    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> _context;
};

} // namespace

CredentialExtractor::CredentialExtractor(std::vector<std::string> names) : _names(std::move(names)) {}

std::vector<Credential> CredentialExtractor::extract(const HttpRequest& request) const
{
    std::vector<Credential> credentials;
    for (const auto& name : _names)
    {
        const auto& headers = request.headers;
        const auto found = std::find_if(headers.begin(), headers.end(), [&](const HeaderField& h) { return sameName(h.name, name); });
        if (found != headers.end() && canTravel(found->value)) credentials.push_back({name, found->value});
    }
    return credentials;
}

bool CredentialExtractor::counts(std::string_view header) const noexcept
{
    return std::any_of(_names.begin(), _names.end(), [&](const std::string& name) { return sameName(header, name); });
}

CallerDigest::CallerDigest() : _hash(EVP_MD_fetch(nullptr, "SHA256", nullptr), &EVP_MD_free)
{
    if (!_hash) throw std::runtime_error("OpenSSL has no SHA-256");
    fillRandomly(_secret.data(), _secret.size());
}

CallerDigest::~CallerDigest() { wipe(_secret.data(), _secret.size()); }

std::string CallerDigest::of(const std::vector<Credential>& credentials) const
{
    if (credentials.empty()) return {};
    Hashing hashing(*_hash);
    hashing.add({_secret.data(), _secret.size()});
    for (const auto& credential : credentials)
    {
        hashing.addWithLength(credential.name);
        hashing.addWithLength(credential.value);
    }
    return hashing.result();
}

} // namespace flyte_webhook::host
