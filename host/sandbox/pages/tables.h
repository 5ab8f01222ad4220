#pragma once
#include "sandbox/apps/app_state.h"
#include "sandbox/pages/html.h"
#include "sandbox/runs/run.h"
#include <string_view>
#include <vector>

namespace flyte_webhook::sandbox
{

/// A coloured word: a literal of this program, or the name of a phase.
void writeWord(Html& html, const char* word);
void writePhase(Html& html, Phase phase);
void writePhase(Html& html, AppPhase phase);

/// Runs as a table; a sentence when there are none.
void writeRuns(Html& html, const std::vector<RunSummary>& runs);

/// A row of two columns: a name and a value.
void writeRow(Html& html, std::string_view name, std::string_view value);

} // namespace flyte_webhook::sandbox
