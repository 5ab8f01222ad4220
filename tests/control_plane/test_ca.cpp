#include "control_plane/test_ca.h"
#include <atomic>
#include <fstream>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdexcept>

namespace flyte_webhook::test
{
namespace
{

void require(bool done)
{
    if (!done) throw std::runtime_error("OpenSSL cannot make a certificate");
}

template <typename Write> std::string pem(Write write)
{
    const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), &BIO_free);
    require(out && write(out.get()));
    char* data = nullptr;
    const auto size = BIO_get_mem_data(out.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

void addExtension(X509* certificate, X509* issuer, int type, const std::string& value)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> extension(
        X509V3_EXT_conf_nid(nullptr, &context, type, value.c_str()), &X509_EXTENSION_free);
    require(extension && X509_add_ext(certificate, extension.get(), -1));
}

} // namespace

TestCa::TestCa(const char* name)
    : _key(EVP_EC_gen("P-256"), &EVP_PKEY_free),
      _certificate(make(_key.get(), name, nullptr, _key.get(), NID_basic_constraints, "critical,CA:TRUE"))
{
    std::ofstream(_file.path()) << pem([&](BIO* out) { return PEM_write_bio_X509(out, _certificate.get()) == 1; });
}

TestIdentity TestCa::issue(const std::string& names) const
{
    const Key key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
    const auto certificate = make(key.get(), "Test server", _certificate.get(), _key.get(), NID_subject_alt_name, names);
    return {pem([&](BIO* out) { return PEM_write_bio_X509(out, certificate.get()) == 1; }),
            pem([&](BIO* out) { return PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1; })};
}

TestCa::Certificate TestCa::make(EVP_PKEY* key, const char* name, X509* issuer, EVP_PKEY* issuerKey, int extension,
                                 const std::string& value)
{
    static std::atomic<long> serial{1};
    Certificate certificate(X509_new(), &X509_free);
    auto* const made = certificate.get();
    require(key && made);
    X509_set_version(made, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(made), serial++);
    X509_gmtime_adj(X509_getm_notBefore(made), -3600);
    X509_gmtime_adj(X509_getm_notAfter(made), 24 * 3600);
    X509_set_pubkey(made, key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(made), "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
    X509_set_issuer_name(made, X509_get_subject_name(issuer ? issuer : made));
    addExtension(made, issuer ? issuer : made, extension, value);
    require(X509_sign(made, issuerKey, EVP_sha256()) > 0);
    return certificate;
}

} // namespace flyte_webhook::test
