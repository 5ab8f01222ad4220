#pragma once
#include "control_plane/test_ca.h"
#include "support/temporary_directory.h"
#include "tls/tls_context.h"
#include <memory>
#include <string>
#include <sys/stat.h>

namespace flyte_webhook::host
{

/// A certificate for this machine and its key, as files.
class TlsFiles
{
public:
    explicit TlsFiles(const char* authority = "Test CA") : _authority(authority)
    {
        const auto identity = _authority.issue("DNS:localhost,IP:127.0.0.1");
        certificate = folder.write("certificate.pem", identity.certificate);
        key = folder.write("key.pem", identity.key);
        ::chmod(key.c_str(), S_IRUSR);
    }

    std::shared_ptr<const TlsContext> context() const { return std::make_shared<TlsContext>(TlsIdentity(certificate, key)); }

    /// Whom a client has to trust.
    const std::string& authority() const { return _authority.file(); }

    const test::TemporaryDirectory folder;
    std::string certificate, key;

private:
    const test::TestCa _authority;
};

} // namespace flyte_webhook::host
