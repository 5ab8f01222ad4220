#include "sandbox/services/rpc_status.h"
#include "sandbox/base/log_line.h"
#include "sandbox/services/rpc_error.h"

namespace flyte_webhook::sandbox
{

RpcStatus outcomeOf(const std::function<void()>& work)
{
    try
    {
        work();
        return {};
    }
    catch (const RpcError& e)
    {
        return {e.code(), e.what()};
    }
    catch (const std::exception& e)
    {
        logLine(std::string("a call failed: ") + e.what());
        return {Code::Internal, e.what()};
    }
}

} // namespace flyte_webhook::sandbox
