#pragma once
#include "sandbox/pages/shown.h"
#include <string>
#include <vector>

namespace flyte_webhook::sandbox
{

/// How many runs a list has.
constexpr std::size_t shownRuns = 200;

/// A run: its way through the phases until `now`, who started it, inputs, outputs, error, the last log lines. Followed until it is done.
std::string runPage(const Run& run, Time now);

/// The newest runs, the tasks that can be run, the triggers that run them, and the apps.
std::string indexPage(const Shown& shown);

/// An app: where it is reached, what it went through, the last log lines.
std::string appPage(const Apps::Entry& app);

/// A task: its versions, newest first, the interface of the newest, its triggers and its latest runs. `versions` holds at least one.
std::string taskPage(const std::vector<const Task*>& versions, const std::vector<Trigger>& triggers, const std::vector<RunSummary>& runs);

} // namespace flyte_webhook::sandbox
