#include <flyte_webhook/flyte/phase.h>

namespace flyte_webhook::flyte
{

using flyteidl2::common::ActionPhase;

const char* phaseName(ActionPhase phase) noexcept
{
    switch (phase)
    {
    case ActionPhase::ACTION_PHASE_QUEUED: return "queued";
    case ActionPhase::ACTION_PHASE_WAITING_FOR_RESOURCES: return "waiting_for_resources";
    case ActionPhase::ACTION_PHASE_INITIALIZING: return "initializing";
    case ActionPhase::ACTION_PHASE_RUNNING: return "running";
    case ActionPhase::ACTION_PHASE_PAUSED: return "paused";
    case ActionPhase::ACTION_PHASE_SUCCEEDED: return "succeeded";
    case ActionPhase::ACTION_PHASE_FAILED: return "failed";
    case ActionPhase::ACTION_PHASE_ABORTED: return "aborted";
    case ActionPhase::ACTION_PHASE_TIMED_OUT: return "timed_out";
    case ActionPhase::ACTION_PHASE_RECOVERED: return "recovered";
    default: return "unspecified";
    }
}

bool isDone(ActionPhase phase) noexcept
{
    switch (phase)
    {
    case ActionPhase::ACTION_PHASE_SUCCEEDED:
    case ActionPhase::ACTION_PHASE_FAILED:
    case ActionPhase::ACTION_PHASE_ABORTED:
    case ActionPhase::ACTION_PHASE_TIMED_OUT:
    case ActionPhase::ACTION_PHASE_RECOVERED: return true;
    default: return false;
    }
}

} // namespace flyte_webhook::flyte
