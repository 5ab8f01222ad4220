#include "tls_roots.h"
#include "tls/authorities.h"

namespace flyte_webhook::host
{

TlsRoots::TlsRoots(const std::string& caFile) : _file(caFile), _pem(caFile.empty() ? std::string() : readAuthorities(caFile)) {}

} // namespace flyte_webhook::host
