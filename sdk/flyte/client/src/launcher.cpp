#include <flyte_webhook/flyte/launcher.h>

namespace flyte_webhook::flyte
{

NewRun Launcher::start(const Place& place, const TaskToRun& task, flyteidl2::task::Inputs inputs,
                       const flyteidl2::task::RunSpec& spec) const
{
    flyteidl2::workflow::CreateRunRequest request;
    *request.mutable_project_id() = place.projectId();
    task.nameIn(request);
    *request.mutable_run_spec() = spec;
    if (auto stored = _data.uploadInputs(place, task, inputs))
        *request.mutable_offloaded_input_data() = *std::move(stored);
    else
        *request.mutable_inputs() = std::move(inputs);
    return _runs.create(request, task.name());
}

} // namespace flyte_webhook::flyte
