#pragma once
#include <flyte_webhook/flyte/data_proxy.h>
#include <flyte_webhook/flyte/runs.h>

namespace flyte_webhook::flyte
{

/// Starts runs of tasks. Thread: the request's.
class Launcher
{
public:
    Launcher(const Runs& runs, const DataProxy& data) : _runs(runs), _data(data) {}

    /// Stores the inputs and makes a run in `place`. An old control plane gets the inputs with the run.
    NewRun start(const Place& place, const TaskToRun& task, flyteidl2::task::Inputs inputs,
                 const flyteidl2::task::RunSpec& spec = {}) const;

private:
    Runs _runs;
    DataProxy _data;
};

} // namespace flyte_webhook::flyte
