#include "tls_roots.h"
#include "base/named_file.h"
#include <memory>
#include <openssl/pem.h>
#include <stdexcept>

namespace flyte_webhook::host
{
namespace
{

constexpr std::size_t largest = 16 << 20; ///< bytes of a bundle; the world's authorities take a fiftieth of it

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
    _pem = textOf(caFile);
    if (!holdsCertificate(_pem)) throw std::invalid_argument("the CA file '" + caFile + "' holds no certificate; it must be a PEM bundle");
}

} // namespace flyte_webhook::host
