#include "grpc_process.h"
#include <absl/synchronization/mutex.h>
#include <atomic>
#include <cstdlib>
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
    // Read in such chunks, a connection keeps a buffer as long as the longest run of bytes that it ever received: 100 MiB after one such
    // answer. Without them it is bounded. There is no channel argument; what the operator has set stays.
    ::setenv("GRPC_EXPERIMENTS", "-tcp_read_chunks", 0);
    logSink = sink;
    gpr_set_log_function(&forward);
    gpr_set_log_verbosity(GPR_LOG_SEVERITY_ERROR);
    absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
}

} // namespace flyte_webhook::host
