#pragma once
#include "control_plane/call_metadata.h"
#include "control_plane/call_result.h"
#include "control_plane/grpc_handles.h"
#include <chrono>
#include <string>
#include <string_view>

namespace flyte_webhook::host
{

/// What a unary call is, however often it is sent. The views and references hold as long as that takes.
struct UnaryCall
{
    std::string path; ///< "/package.Service/Method"
    std::string_view message;
    CallMetadata& metadata;
    std::chrono::steady_clock::time_point deadline;
    Cancellation& cancellation;
};

/// Sends it once and waits for the answer, the deadline or the cancellation. `answer` gets the message when the code is 0.
CallStatus sendOnce(const UnaryCall& call, grpc_channel& channel, std::string& answer);

} // namespace flyte_webhook::host
