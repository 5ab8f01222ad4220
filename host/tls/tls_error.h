#pragma once
#include <string>

namespace flyte_webhook::host
{

/// The last error of OpenSSL on this thread, for the log; all of them are forgotten with it. It names no key and no secret.
std::string tlsError();

} // namespace flyte_webhook::host
