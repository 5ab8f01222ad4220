#pragma once
#include <Poco/TemporaryFile.h>
#include <memory>
#include <openssl/x509.h>
#include <string>

namespace flyte_webhook::test
{

/// A certificate and its key as PEM.
struct TestIdentity
{
    std::string certificate, key;
};

/// A certificate authority of one test.
class TestCa
{
public:
    /// Two that are trusted together need two names.
    explicit TestCa(const char* name = "Test CA");

    /// The path of its own certificate, as a CA file.
    const std::string& file() const { return _file.path(); }

    /// A certificate for alternative names as OpenSSL writes them: "DNS:localhost,IP:127.0.0.1".
    TestIdentity issue(const std::string& names) const;

private:
    using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
    using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
    static Certificate make(EVP_PKEY* key, const char* name, X509* issuer, EVP_PKEY* issuerKey, int extension, const std::string& value);

    Poco::TemporaryFile _file;
    Key _key;
    Certificate _certificate;
};

} // namespace flyte_webhook::test
