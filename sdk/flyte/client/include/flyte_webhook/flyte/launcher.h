#pragma once
#include <flyte_webhook/flyte/data_proxy.h>
#include <flyte_webhook/flyte/runs.h>

namespace flyte_webhook::flyte
{

/// Starts runs of registered tasks. Thread: the request's.
class Launcher
{
public:
    Launcher(const Runs& runs, const DataProxy& data) : _runs(runs), _data(data) {}

    /// Stores the inputs, makes a run in `place` and gives its name. An old control plane gets the inputs with the run.
    std::string start(const Place& place, const flyteidl2::task::TaskIdentifier& task, flyteidl2::task::Inputs inputs,
                      const flyteidl2::task::RunSpec& spec = {}) const;

private:
    Runs _runs;
    DataProxy _data;
};

} // namespace flyte_webhook::flyte
