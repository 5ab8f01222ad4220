#include "grpc_process.h"
#include <absl/synchronization/mutex.h>
#include <atomic>
#include <grpc/support/log.h>
#include <string>

namespace flyte_webhook::host
{
namespace
{

std::atomic<GrpcLogSink> logSink{nullptr}; // gRPC takes a function without a context

void forward(gpr_log_func_args* line)
{
    const auto sink = logSink.load();
    if (sink) sink(std::string(line->file) + ":" + std::to_string(line->line) + " " + line->message);
}

} // namespace

void prepareGrpc(GrpcLogSink sink)
{
    logSink = sink;
    gpr_set_log_function(&forward);
    gpr_set_log_verbosity(GPR_LOG_SEVERITY_ERROR);
    absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
}

} // namespace flyte_webhook::host
