#include "tls_identity.h"
#include "base/named_file.h"
#include "base/secret.h"
#include "tls/tls_error.h"
#include <algorithm>
#include <array>
#include <ctime>
#include <new>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <stdexcept>
#include <sys/stat.h>

namespace flyte_webhook::host
{

namespace
{

constexpr std::size_t largest = 1 << 20; ///< bytes of a PEM file; a bigger one is something else

[[noreturn]] void fail(const std::string& file, const std::string& what) { throw std::invalid_argument("'" + file + "' " + what); }

/// A file's text; wiped when it goes.
class PemText
{
public:
    explicit PemText(const std::string& file)
    try
    {
        const auto descriptor = openNamedFile(file);
        _text.resize(largest); // in one piece, so that nothing of a key stays behind where it grew
        while (const auto count = readSome(descriptor, _text.data() + _size, largest - _size)) _size += count;
        if (_size == largest) fail(file, "is larger than 1 MiB; name a PEM file");
        _bio.reset(BIO_new_mem_buf(_text.data(), static_cast<int>(_size)));
        if (!_bio) throw std::bad_alloc();
    }
    catch (const UnreadableFile& e)
    {
        fail(file, e.what());
    }
    ~PemText() { wipe(_text.data(), _size); }
    PemText(const PemText&) = delete;
    PemText& operator=(const PemText&) = delete;

    BIO* bio() const noexcept { return _bio.get(); }

private:
    struct Free
    {
        void operator()(BIO* bio) const noexcept { BIO_free(bio); }
    };
    std::string _text;
    std::size_t _size = 0;
    std::unique_ptr<BIO, Free> _bio;
};

/// The stack alone; what is on it belongs to others.
struct FreeStack
{
    void operator()(STACK_OF(X509) * stack) const noexcept { sk_X509_free(stack); }
};

/// Asked for a passphrase, it says that there is none, and that it was asked: OpenSSL's own would ask on the terminal.
int noPassphrase(char*, int, int, void* asked)
{
    *static_cast<bool*>(asked) = true;
    return -1;
}

template <typename Read> std::optional<std::string> problemOf(Read read)
{
    try
    {
        read();
        return std::nullopt;
    }
    catch (const std::invalid_argument& e)
    {
        return e.what();
    }
}

} // namespace

void TlsIdentity::Free::operator()(X509* certificate) const noexcept { X509_free(certificate); }
void TlsIdentity::Free::operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }

TlsIdentity::TlsIdentity(const std::string& certificateFile, const std::string& keyFile)
    : _certificateFile(certificateFile), _keyFile(keyFile), _chain(readChain(certificateFile)), _key(readKey(keyFile))
{
    if (X509_check_private_key(_chain.front().get(), _key.get()) == 1) return;
    ERR_clear_error();
    fail(keyFile, "is not the key of the first certificate in '" + certificateFile +
                      "'; name the key that this certificate was made with, and put the server's own certificate first");
}

std::optional<std::string> TlsIdentity::certificateProblem(const std::string& file)
{
    return problemOf([&] { readChain(file); });
}

std::optional<std::string> TlsIdentity::keyProblem(const std::string& file)
{
    return problemOf([&] { readKey(file); });
}

std::vector<TlsIdentity::Certificate> TlsIdentity::readChain(const std::string& file)
{
    const PemText text(file);
    std::vector<Certificate> chain;
    while (auto* certificate = PEM_read_bio_X509(text.bio(), nullptr, nullptr, nullptr)) chain.emplace_back(certificate);
    const bool atEnd = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    const auto error = tlsError();
    if (chain.empty() && atEnd)
        fail(file, "holds no certificate; it must be a PEM file: -----BEGIN CERTIFICATE-----, the server's own first, then those above it");
    if (!atEnd) fail(file, "holds a certificate that cannot be read (" + error + "); it must be a PEM file of X.509 certificates");
    return chain;
}

TlsIdentity::Key TlsIdentity::readKey(const std::string& file)
{
    const PemText text(file);
    bool locked = false;
    Key key(PEM_read_bio_PrivateKey(text.bio(), nullptr, &noPassphrase, &locked));
    const auto error = tlsError();
    if (locked) fail(file, "is locked with a passphrase; write the key without one into a file that only this user may read");
    if (!key) fail(file, "holds no private key (" + error + "); it must be a PEM file: -----BEGIN PRIVATE KEY-----");
    return key;
}

std::vector<std::string> TlsIdentity::warnings() const
{
    auto warnings = timeWarnings();
    struct stat status;
    if (::stat(_keyFile.c_str(), &status) == 0 && (status.st_mode & S_IRWXO) != 0)
        warnings.push_back("listener.tls_key: '" + _keyFile +
                           "' may be read by every user of this machine; take that from them: chmod o= " + _keyFile);
    return warnings;
}

std::vector<std::string> TlsIdentity::timeWarnings() const
{
    const auto* own = _chain.front().get();
    const auto name = "listener.tls_certificate: the certificate in '" + _certificateFile + "' ";
    if (X509_cmp_current_time(X509_get0_notAfter(own)) < 0) return {name + "is no longer valid; clients will refuse it: have it renewed"};
    if (X509_cmp_current_time(X509_get0_notBefore(own)) > 0) return {name + "is not valid yet; clients will refuse it: look at the clock"};
    return {};
}

TlsIdentity::Time TlsIdentity::expiration() const
{
    auto first = Time::max();
    for (const auto& certificate : _chain)
    {
        std::tm time{};
        ASN1_TIME_to_tm(X509_get0_notAfter(certificate.get()), &time);
        first = std::min(first, Time(std::chrono::seconds(::timegm(&time))));
    }
    return first;
}

void TlsIdentity::showIn(SSL_CTX* context) const
{
    const std::unique_ptr<STACK_OF(X509), FreeStack> above(sk_X509_new_null());
    for (std::size_t i = 1; i < _chain.size(); ++i)
        if (!above || sk_X509_push(above.get(), _chain[i].get()) == 0) throw std::bad_alloc();
    if (SSL_CTX_use_cert_and_key(context, _chain.front().get(), _key.get(), above.get(), 1) == 1) return;
    fail(_certificateFile,
         "cannot be used (" + tlsError() + "); have a certificate made for an RSA key of 2048 bits at least or an EC key");
}

} // namespace flyte_webhook::host
