#include "tls_roots.h"
#include "tls/authorities.h"
#include <memory>
#include <openssl/pem.h>
#include <stdexcept>

namespace flyte_webhook::host
{
namespace
{

bool holdsCertificate(const std::string& pem)
{
    const std::unique_ptr<BIO, decltype(&BIO_free)> source(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free);
    const std::unique_ptr<X509, decltype(&X509_free)> first(PEM_read_bio_X509(source.get(), nullptr, nullptr, nullptr), &X509_free);
    return first != nullptr;
}

} // namespace

TlsRoots::TlsRoots(const std::string& caFile) : _file(caFile)
{
    if (caFile.empty()) return;
    _pem = readAuthorities(caFile);
    if (!holdsCertificate(_pem)) throw std::invalid_argument("the CA file '" + caFile + "' holds no certificate; it must be a PEM bundle");
}

} // namespace flyte_webhook::host
