#pragma once
#include "sandbox/runs/process.h"
#include "sandbox/runs/run.h"
#include "sandbox/runs/run_folder.h"
#include <chrono>
#include <flyteidl2/core/interface.pb.h>
#include <optional>
#include <string>

namespace flyte_webhook::sandbox
{

/// What is done for a run: its process, how long it may take, what it must write.
struct RunPlan
{
    RunFolder folder;
    ProcessSpec process;
    flyteidl2::core::VariableMap outputs;
    std::optional<std::chrono::milliseconds> timeout;
};

/// The environment variable of the sandbox that holds a task's secret; `variable` is the one that the command gets.
std::string secretSource(const std::string& variable);

/// Makes the run's folder with its inputs and fills the command's placeholders. Throws std::runtime_error that says what is wrong with
/// the run, or std::filesystem::filesystem_error.
RunPlan prepareRun(const Run& run, const std::string& state);

} // namespace flyte_webhook::sandbox
