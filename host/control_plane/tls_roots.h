#pragma once
#include <string>

namespace flyte_webhook::host
{

/// How connections to the control plane are secured: the certificates that are trusted. Immutable.
class TlsRoots
{
public:
    /// `caFile` is a PEM bundle; empty: the system's roots. Throws std::invalid_argument when the file cannot be read, holds no
    /// certificate, or one that is broken.
    explicit TlsRoots(const std::string& caFile);

    const std::string& file() const noexcept { return _file; }
    const char* pem() const noexcept { return _pem.empty() ? nullptr : _pem.c_str(); }

private:
    std::string _file;
    std::string _pem;
};

} // namespace flyte_webhook::host
