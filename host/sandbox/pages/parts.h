#pragma once
#include "sandbox/apps/app_state.h"
#include "sandbox/pages/html.h"
#include "sandbox/runs/run.h"
#include "sandbox/triggers/trigger.h"
#include <string_view>
#include <vector>

namespace flyte_webhook::sandbox
{

/// A coloured word: a literal of this program, or the name of a phase.
void writeWord(Html& html, const char* word);

/// A name and a value among facts, which stand in a <dl class="facts">. Facts of another form are written as `<dt>..</dt><dd>..</dd>`.
void writeFact(Html& html, std::string_view name, std::string_view value);

/// What a process wrote.
void writeLog(Html& html, std::string_view log);

/// Runs and triggers as tables; a sentence when there are none.
void writeRuns(Html& html, const std::vector<RunSummary>& runs);
void writeTriggers(Html& html, const std::vector<Trigger>& triggers);

} // namespace flyte_webhook::sandbox
