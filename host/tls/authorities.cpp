#include "authorities.h"
#include "base/named_file.h"
#include "tls/tls_error.h"
#include <memory>
#include <new>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <stdexcept>

namespace flyte_webhook::host
{

namespace
{

constexpr std::size_t largest = 16 << 20; ///< bytes of a bundle; the world's authorities take a fiftieth of it

struct Free
{
    void operator()(BIO* bio) const noexcept { BIO_free(bio); }
    void operator()(X509* certificate) const noexcept { X509_free(certificate); }
};

using Reader = X509* (*)(BIO*, X509**, pem_password_cb*, void*);

std::string textOf(const std::string& caFile)
{
    try
    {
        return readNamedFile(caFile, largest);
    }
    catch (const UnreadableFile& e)
    {
        throw std::invalid_argument("the CA file '" + caFile + "' " + e.what());
    }
}

/// Gives each certificate to `use`.
template <class Use> void readEach(const std::string& caFile, const std::string& pem, Reader read, const Use& use)
{
    const std::unique_ptr<BIO, Free> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    if (!bio) throw std::bad_alloc();
    char noPassphrase[] = ""; // instead of asking for one on the terminal
    const auto next = [&] { return std::unique_ptr<X509, Free>(read(bio.get(), nullptr, nullptr, noPassphrase)); };
    bool any = false;
    while (const auto certificate = next())
    {
        use(certificate.get());
        any = true;
    }
    const bool atEnd = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    const auto error = tlsError();
    if (any && atEnd) return;
    const auto wrong = atEnd ? "holds no certificate" : "cannot be used (" + error + ")";
    throw std::invalid_argument("the CA file '" + caFile + "' " + wrong + "; it must be a PEM bundle");
}

} // namespace

std::string readAuthorities(const std::string& caFile)
{
    auto pem = textOf(caFile);
    readEach(caFile, pem, PEM_read_bio_X509, [](X509*) {});
    return pem;
}

void trustAuthorities(SSL_CTX* context, const std::string& caFile)
{
    readEach(caFile, textOf(caFile), PEM_read_bio_X509_AUX,
             [&](X509* certificate)
             {
                 if (X509_STORE_add_cert(SSL_CTX_get_cert_store(context), certificate) != 1) throw std::bad_alloc();
             });
}

} // namespace flyte_webhook::host
