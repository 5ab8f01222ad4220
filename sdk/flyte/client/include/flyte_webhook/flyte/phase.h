#pragma once
#include <flyteidl2/common/phase.pb.h>

namespace flyte_webhook::flyte
{

/// A phase as clients know it: "queued", "waiting_for_resources", ...; one that a later control plane adds is "unspecified".
const char* phaseName(flyteidl2::common::ActionPhase phase) noexcept;

/// The JSON schema of a phase's name.
constexpr auto phaseSchema = R"({"type":"string","enum":["unspecified","queued","waiting_for_resources","initializing","running","paused",
    "succeeded","failed","aborted","timed_out","recovered"]})";

/// Nothing will happen any more: succeeded, failed, aborted, timed out or recovered.
bool isDone(flyteidl2::common::ActionPhase phase) noexcept;

} // namespace flyte_webhook::flyte
