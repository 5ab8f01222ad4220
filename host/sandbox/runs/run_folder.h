#pragma once
#include "sandbox/runs/run.h"
#include <flyteidl2/core/interface.pb.h>
#include <flyteidl2/task/common.pb.h>
#include <string>

namespace flyte_webhook::sandbox
{

/// The files of one run: `inputs`, which the command reads, `outputs`, which it writes, and `work`, where it runs. Outputs stay, because
/// files and folders among a run's outputs are told by their address. Functions throw std::runtime_error or
/// std::filesystem::filesystem_error.
class RunFolder
{
public:
    /// `state` is the sandbox's own folder. Makes nothing yet.
    RunFolder(const std::string& state, RunNumber number);

    const std::string& inputs() const noexcept { return _inputs; }
    const std::string& outputs() const noexcept { return _outputs; }
    const std::string& work() const noexcept { return _work; }

    /// The document that holds all inputs: serialised task.Inputs.
    std::string inputDocument() const { return _inputs + "/inputs.pb"; }

    /// Makes the three folders, empty, for this user alone.
    void make() const;

    /// Writes one file an input, and all of them as inputs.json and inputs.pb.
    void writeInputs(const flyteidl2::task::Inputs& inputs, const flyteidl2::core::VariableMap& types) const;

    /// Removes what only the running command needed.
    void tidy() const noexcept;

private:
    std::string _base, _inputs, _outputs, _work;
};

} // namespace flyte_webhook::sandbox
