#pragma once

namespace flyte_webhook::sandbox
{

/// Where a run stands. The numbers are those of the control plane's interface.
enum class Phase
{
    queued = 1,
    initializing = 3,
    running = 4,
    succeeded = 5,
    failed = 6,
    aborted = 7,
    timedOut = 8
};

constexpr bool isDone(Phase phase) noexcept { return phase >= Phase::succeeded; }

/// The word that people read.
constexpr const char* phaseName(Phase phase) noexcept
{
    switch (phase)
    {
    case Phase::queued: return "queued";
    case Phase::initializing: return "initializing";
    case Phase::running: return "running";
    case Phase::succeeded: return "succeeded";
    case Phase::failed: return "failed";
    case Phase::aborted: return "aborted";
    case Phase::timedOut: return "timed_out";
    }
    return "unspecified";
}

} // namespace flyte_webhook::sandbox
