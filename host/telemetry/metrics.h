#pragma once
#include "telemetry/call_metrics.h"
#include "telemetry/request_metrics.h"
#include <atomic>
#include <chrono>

namespace flyte_webhook::host
{

/// What is counted from the start of the process to its end, over all configurations. Thread: any.
struct Metrics
{
    RequestMetrics requests;
    CallMetrics calls;
    std::atomic<std::uint64_t> reloadsDone{0}, reloadsRefused{0};
    std::atomic<bool> lastReloadGood{true};
    const std::chrono::system_clock::time_point start = std::chrono::system_clock::now();
};

} // namespace flyte_webhook::host
