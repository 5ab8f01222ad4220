#pragma once
#include <flyte_webhook/plugin/errors.h>
#include <functional>
#include <string>

namespace flyte_webhook::sandbox
{

/// How a call ended.
struct RpcStatus
{
    Code code = Code::Ok;
    std::string message; ///< for the caller
};

/// The one barrier between exceptions and statuses: does the work; what is no RpcError is logged, and is Internal.
RpcStatus outcomeOf(const std::function<void()>& work);

} // namespace flyte_webhook::sandbox
