#pragma once
#include "control_plane/call_result.h"
#include <string_view>

namespace flyte_webhook::host
{

/// What an answer that is no success says: by its error's name, or else by its HTTP status, as the Connect protocol maps them. `json`: the
/// body is said to be JSON.
CallStatus connectError(int httpStatus, bool json, std::string_view body);

/// How a stream ended, by its last envelope.
CallStatus connectEnd(std::string_view json);

} // namespace flyte_webhook::host
