#include "base/named_file.h"
#include "control_plane/test_ca.h"
#include "reading.h"
#include "tls/tls_context.h"
#include <cppunit/extensions/HelperMacros.h>
#include <openssl/pem.h>
#include <stdexcept>
#include <sys/stat.h>

using namespace flyte_webhook::host;
using flyte_webhook::test::Reading;
using flyte_webhook::test::TemporaryDirectory;
using flyte_webhook::test::TestCa;

namespace
{

template <typename Write> std::string pem(Write write)
{
    const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), &BIO_free);
    write(out.get());
    char* data = nullptr;
    const auto size = BIO_get_mem_data(out.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

/// A key as PEM, which is freed; with a passphrase when one is given.
std::string keyText(EVP_PKEY* made, const char* passphrase = nullptr)
{
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(made, &EVP_PKEY_free);
    const auto* cipher = passphrase ? EVP_aes_128_cbc() : nullptr;
    return pem([&](BIO* out)
               { PEM_write_bio_PKCS8PrivateKey(out, key.get(), cipher, nullptr, 0, nullptr, const_cast<char*>(passphrase)); });
}

/// A configuration with the two files.
class Tls : public Reading
{
public:
    Tls(const std::string& certificate, const std::string& key)
    {
        set("listener.tls_certificate=" + certificate);
        set("listener.tls_key=" + key);
    }
};

bool holds(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }

} // namespace

/// The files that listener.tls_certificate and listener.tls_key name.
class TlsFilesTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TlsFilesTest);
    CPPUNIT_TEST(FilesThatFitTogetherAreTaken);
    CPPUNIT_TEST(OneWithoutTheOtherIsRefused);
    CPPUNIT_TEST(AFileThatIsNotThereIsNamed);
    CPPUNIT_TEST(AFileThatIsNoPemIsNamed);
    CPPUNIT_TEST(SwappedFilesAreToldOneByOne);
    CPPUNIT_TEST(AKeyOfAnotherCertificateIsRefused);
    CPPUNIT_TEST(ALockedKeyIsRefusedAndNobodyIsAskedForThePassphrase);
    CPPUNIT_TEST(AChainIsReadWhole);
    CPPUNIT_TEST(ABrokenCertificateInTheChainIsRefused);
    CPPUNIT_TEST(AKeyThatIsTooWeakIsRefused);
    CPPUNIT_TEST(AKeyThatOthersMayReadIsWarnedOf);
    CPPUNIT_TEST(ACertificateOutOfItsTimeIsWarnedOf);
    CPPUNIT_TEST(TheExpirationIsThatOfTheFirstOfTheChain);
    CPPUNIT_TEST(AnExpirationMayBeThousandsOfYearsAway);
    CPPUNIT_TEST(NoErrorShowsAKey);
    CPPUNIT_TEST_SUITE_END();

    void FilesThatFitTogetherAreTaken()
    {
        const auto listener = Tls(_certificate, _key).settings().listener;
        CPPUNIT_ASSERT_EQUAL(_certificate, listener.tlsCertificate);
        CPPUNIT_ASSERT_EQUAL(_key, listener.tlsKey);
        CPPUNIT_ASSERT(Reading().set("listener.tls_certificate=").set("listener.tls_key=").settings().listener.tlsKey.empty());
    }

    void OneWithoutTheOtherIsRefused()
    {
        CPPUNIT_ASSERT_EQUAL(
            std::string("main.ini: listener.tls_key: it is missing, but tls_certificate is set; name the file with that certificate's key"),
            Reading().set("listener.tls_certificate=" + _certificate).error());
        CPPUNIT_ASSERT_EQUAL(
            std::string("--set: listener.tls_certificate: it is missing, but tls_key is set; name the file with the certificate for that "
                        "key"),
            Reading().set("listener.tls_certificate=").set("listener.tls_key=" + _key).error());
    }

    void AFileThatIsNotThereIsNamed()
    {
        const std::string right = "' cannot be read: No such file or directory; name a file that is there and that this user may read";
        CPPUNIT_ASSERT_EQUAL("--set: listener.tls_certificate: '/none/c.pem" + right, Tls("/none/c.pem", _key).error());
        CPPUNIT_ASSERT_EQUAL("--set: listener.tls_key: '/none/k.pem" + right, Tls(_certificate, "/none/k.pem").error());
        CPPUNIT_ASSERT_EQUAL(std::size_t{2}, Tls("/none/c.pem", "/none/k.pem").errors().size());
        CPPUNIT_ASSERT(holds(Tls("/", _key).error(), "'/' cannot be read: Is a directory; "));
        CPPUNIT_ASSERT(holds(Tls("/dev/zero", _key).error(), "'/dev/zero' cannot be read: it is no file; "));
        const auto large = _folder.write("large.pem", "");
        std::filesystem::resize_file(large, 1 << 20);
        CPPUNIT_ASSERT(holds(Tls(large, _key).error(), "large.pem' is larger than 1 MiB; "));
    }

    void AFileThatIsNoPemIsNamed()
    {
        for (const std::string text : {"", "not PEM at all\n", "-----BEGIN NONSENSE-----\nAAAA\n-----END NONSENSE-----\n"})
        {
            const auto file = _folder.write("text", text);
            CPPUNIT_ASSERT(holds(Tls(file, _key).error(), "listener.tls_certificate: '" + file + "' holds no certificate; it must be"));
            CPPUNIT_ASSERT(holds(Tls(_certificate, file).error(), "listener.tls_key: '" + file + "' holds no private key ("));
        }
    }

    void SwappedFilesAreToldOneByOne()
    {
        const auto errors = Tls(_key, _certificate).errors();
        CPPUNIT_ASSERT_EQUAL(std::size_t{2}, errors.size());
        CPPUNIT_ASSERT(holds(errors[0], "listener.tls_certificate: ") && holds(errors[0], "holds no certificate"));
        CPPUNIT_ASSERT(holds(errors[1], "listener.tls_key: ") && holds(errors[1], "holds no private key"));
    }

    void AKeyOfAnotherCertificateIsRefused()
    {
        for (const auto& key : {_ca.issue("DNS:other").key, keyText(EVP_RSA_gen(2048))})
        {
            const auto other = _folder.write("other.pem", key);
            CPPUNIT_ASSERT_EQUAL("--set: listener.tls_key: '" + other + "' is not the key of the first certificate in '" + _certificate +
                                     "'; name the key that this certificate was made with, and put the server's own certificate first",
                                 Tls(_certificate, other).error());
        }
    }

    void ALockedKeyIsRefusedAndNobodyIsAskedForThePassphrase()
    {
        const auto locked = _folder.write("locked.pem", keyText(EVP_EC_gen("P-256"), "sesame"));
        CPPUNIT_ASSERT_EQUAL("--set: listener.tls_key: '" + locked +
                                 "' is locked with a passphrase; write the key without one into a file that only this user may read",
                             Tls(_certificate, locked).error());
    }

    void AChainIsReadWhole()
    {
        const auto chain = _folder.write("chain.pem", "# ours\n" + _identity.certificate + "\n" + _ca.issue("DNS:above").certificate);
        CPPUNIT_ASSERT_EQUAL(chain, Tls(chain, _key).settings().listener.tlsCertificate);
        const auto reversed = _folder.write("reversed.pem", _ca.issue("DNS:above").certificate + _identity.certificate);
        CPPUNIT_ASSERT(holds(Tls(reversed, _key).error(), "put the server's own certificate first"));
    }

    void ABrokenCertificateInTheChainIsRefused()
    {
        const auto cut = _identity.certificate + _identity.certificate.substr(0, _identity.certificate.size() / 2);
        const auto file = _folder.write("cut.pem", cut);
        CPPUNIT_ASSERT(holds(Tls(file, _key).error(), "'" + file + "' holds a certificate that cannot be read ("));
    }

    void AKeyThatIsTooWeakIsRefused()
    {
        const auto [certificate, key] = selfSigned(EVP_RSA_gen(1024), 0, 3600);
        const auto error = Tls(certificate, key).error();
        CPPUNIT_ASSERT_MESSAGE(error, holds(error, "'" + certificate + "' cannot be used (") && holds(error, "RSA key of 2048 bits"));
    }

    void AKeyThatOthersMayReadIsWarnedOf()
    {
        CPPUNIT_ASSERT(TlsIdentity(_certificate, _key).warnings().empty());
        ::chmod(_key.c_str(), 0640);
        CPPUNIT_ASSERT(TlsIdentity(_certificate, _key).warnings().empty());
        ::chmod(_key.c_str(), 0644);
        const auto warnings = TlsContext(TlsIdentity(_certificate, _key)).warnings();
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, warnings.size());
        CPPUNIT_ASSERT_EQUAL("listener.tls_key: '" + _key +
                                 "' may be read by every user of this machine; take that from them: chmod o= " + _key,
                             warnings.front());
    }

    void ACertificateOutOfItsTimeIsWarnedOf()
    {
        const auto warningOf = [this](long from, long until)
        {
            const auto [certificate, key] = selfSigned(EVP_EC_gen("P-256"), from, until);
            const auto warnings = TlsIdentity(certificate, key).warnings();
            return warnings.empty() ? std::string() : warnings.front();
        };
        CPPUNIT_ASSERT_EQUAL(std::string(), warningOf(-3600, 3600));
        CPPUNIT_ASSERT(holds(warningOf(-7200, -3600), "is no longer valid"));
        CPPUNIT_ASSERT(holds(warningOf(3600, 7200), "is not valid yet"));
    }

    void TheExpirationIsThatOfTheFirstOfTheChain()
    {
        const auto now = std::chrono::system_clock::now();
        const auto textOf = [this](long until) { return readNamedFile(selfSigned(EVP_EC_gen("P-256"), -3600, until).first, 1 << 20); };
        const auto above = textOf(3600) + textOf(9000);
        const auto [own, key] = selfSigned(EVP_EC_gen("P-256"), -3600, 7200);
        const auto chain = _folder.write("chain.pem", readNamedFile(own, 1 << 20) + above);
        const auto left = TlsContext(TlsIdentity(chain, key)).expiration() - now;
        CPPUNIT_ASSERT(left > std::chrono::seconds(3590) && left < std::chrono::seconds(3660));
    }

    /// RFC 5280, section 4.1.2.5: one that never expires does so at the end of the year 9999.
    void AnExpirationMayBeThousandsOfYearsAway()
    {
        constexpr long until = 7900L * 365 * 86400;
        const auto [certificate, key] = selfSigned(EVP_EC_gen("P-256"), 0, until);
        const std::chrono::duration<double> since = TlsIdentity(certificate, key).expiration().time_since_epoch();
        CPPUNIT_ASSERT(since.count() >= until);
    }

    void NoErrorShowsAKey()
    {
        const auto body = _identity.key.substr(30, 40);
        const auto torn = _folder.write("torn.pem", _identity.key.substr(0, _identity.key.size() / 2));
        for (const auto& error : {Tls(_certificate, torn).error(), Tls(_key, _key).error()})
            CPPUNIT_ASSERT_MESSAGE(error, !holds(error, body));
    }

    /// Files with a certificate that is valid between these seconds from now, signed by its own key, and with that.
    std::pair<std::string, std::string> selfSigned(EVP_PKEY* made, long from, long until) const
    {
        const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), &X509_free);
        X509_gmtime_adj(X509_getm_notBefore(certificate.get()), from);
        X509_gmtime_adj(X509_getm_notAfter(certificate.get()), until);
        X509_set_pubkey(certificate.get(), made);
        X509_sign(certificate.get(), made, EVP_sha256());
        const auto text = pem([&](BIO* out) { PEM_write_bio_X509(out, certificate.get()); });
        return {_folder.write("self.pem", text), writeKey("self-key.pem", keyText(made))};
    }

    std::string writeKey(const std::string& name, const std::string& text) const
    {
        const auto file = _folder.write(name, text);
        ::chmod(file.c_str(), 0600);
        return file;
    }

    const TestCa _ca;
    const flyte_webhook::test::TestIdentity _identity = _ca.issue("DNS:localhost");
    const TemporaryDirectory _folder;
    const std::string _certificate = _folder.write("certificate.pem", _identity.certificate);
    const std::string _key = writeKey("key.pem", _identity.key);
};

CPPUNIT_TEST_SUITE_REGISTRATION(TlsFilesTest);
