#pragma once
#include "http/message.h"
#include <string_view>

namespace flyte_webhook::host
{

/// The answer to a failed request: {"detail": ...}, and the headers that belong to the status (http-contract.md): WWW-Authenticate with
/// 401, with 503 Retry-After. Bytes of `detail` that are no UTF-8 are replaced.
HttpReply errorReply(int status, std::string_view detail);

/// The same without Retry-After: whether to try again is not known, or for another to say.
HttpReply plainErrorReply(int status, std::string_view detail);

} // namespace flyte_webhook::host
