#pragma once
#include <string>

namespace flyte_webhook::host
{

/// The console of a control plane: the endpoint's host and port behind http or https; localhost:8090 is shown as localhost:8080, where
/// the local one serves it. Throws std::invalid_argument when the endpoint is none.
std::string consoleUrlOf(const std::string& endpoint, bool insecure);

/// The organisation that the endpoint's host name tells: its first label when it has three or more; empty otherwise, and for an IP
/// address always. Throws as above.
std::string organisationOf(const std::string& endpoint);

} // namespace flyte_webhook::host
