#pragma once
#include "sandbox/services/rpc_status.h"
#include <string>

namespace flyte_webhook::sandbox
{

/// The HTTP status that the Connect protocol gives a code.
int connectHttpStatus(Code code) noexcept;

/// The JSON object `{code, message}` that tells a status other than Ok.
std::string connectError(const RpcStatus& status);

/// The JSON object at the end of a stream: with the error, unless the status is Ok.
std::string connectEnd(const RpcStatus& status);

} // namespace flyte_webhook::sandbox
