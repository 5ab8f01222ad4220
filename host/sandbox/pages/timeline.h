#pragma once
#include "sandbox/pages/html.h"
#include "sandbox/runs/run.h"
#include <vector>

namespace flyte_webhook::sandbox
{

/// A run's way through its phases as a picture: a bar a phase on one scale of time, and its end; in SVG, with the same in words under it.
/// There is at least one phase; `now` is how far the last one has come, unless the run is done.
void writeTimeline(Html& html, const std::vector<PhaseChange>& phases, Time now);

/// The words: "Queued for 12 ms, running for 1.5 s, then succeeded, after 1.51 s."
std::string timelineText(const std::vector<PhaseChange>& phases, Time now);

} // namespace flyte_webhook::sandbox
