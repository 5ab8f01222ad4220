#pragma once
#include <chrono>
#include <memory>
#include <openssl/types.h>
#include <optional>
#include <string>
#include <vector>

namespace flyte_webhook::host
{

/// A server's certificate, those that lead from it to its root, and its key, read from PEM files. Thread: any, once it is made.
class TlsIdentity
{
public:
    /// To the second: the system clock's own times end in 2262, and some certificates later.
    using Time = std::chrono::time_point<std::chrono::system_clock, std::chrono::seconds>;

    /// Throws std::invalid_argument that says which file is wrong, in what way, and what would be right.
    TlsIdentity(const std::string& certificateFile, const std::string& keyFile);

    /// What is wrong with one file by itself; nothing when it is fine.
    static std::optional<std::string> certificateProblem(const std::string& file);
    static std::optional<std::string> keyProblem(const std::string& file);

    /// What the operator should know although it does not stop the start: a key that others may read, a certificate whose time is over or
    /// has not come.
    std::vector<std::string> warnings() const;

    /// When the first of its certificates, those above the server's own among them, stops being valid.
    Time expiration() const;

    /// Makes it the context's. Throws std::invalid_argument when OpenSSL does not take it, as with a key that is too short.
    void showIn(SSL_CTX* context) const;

private:
    std::vector<std::string> timeWarnings() const;

    struct Free
    {
        void operator()(X509* certificate) const noexcept;
        void operator()(EVP_PKEY* key) const noexcept;
    };
    using Certificate = std::unique_ptr<X509, Free>;
    using Key = std::unique_ptr<EVP_PKEY, Free>;

    static std::vector<Certificate> readChain(const std::string& file);
    static Key readKey(const std::string& file);

    std::string _certificateFile, _keyFile;
    std::vector<Certificate> _chain; ///< the server's own first; never empty
    Key _key;
};

} // namespace flyte_webhook::host
