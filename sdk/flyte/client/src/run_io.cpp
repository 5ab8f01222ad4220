#include <flyte_webhook/flyte/phase.h>
#include <flyte_webhook/flyte/run_io.h>
#include <flyte_webhook/flyte/values.h>

namespace flyte_webhook::flyte
{

namespace
{

/// A run is a tree of actions; inputs and outputs of the run are those of its root.
flyteidl2::common::ActionIdentifier rootOf(const Place& place, const std::string& run, const flyteidl2::workflow::ActionDetails& action)
{
    flyteidl2::common::ActionIdentifier id;
    *id.mutable_run() = place.runId(run);
    id.set_name(action.id().name().empty() ? "a0" : action.id().name());
    return id;
}

} // namespace

RunIo RunIo::read(const Runs& runs, const DataProxy& data, const Place& place, const std::string& name)
{
    return read(runs.details(place, name, unavailable), data, place, name);
}

RunIo RunIo::read(flyteidl2::workflow::RunDetails found, const DataProxy& data, const Place& place, const std::string& name)
{
    RunIo io;
    io._action = std::move(*found.mutable_action());
    try
    {
        io._data = data.actionData(place, rootOf(place, name, io._action));
    }
    catch (const CallError& e)
    {
        if (e.code() == Code::NotFound) throw NotFound("Run " + name + " " + unavailable + ": " + e.message());
        throw;
    }
    return io;
}

void RunIo::writeTo(JsonObject& object) const
{
    writeInputs(object.key("inputs"));
    writeOutputs(object.key("outputs"));
}

void RunIo::writeInputs(JsonWriter& writer) const
{
    const auto& declared = _action.task().task_template().interface().inputs();
    if (_data.has_inputs() || declared.variables().empty())
        writeLiterals(writer, _data.inputs(), &declared);
    else
        writer.Null();
}

void RunIo::writeOutputs(JsonWriter& writer) const
{
    if (isDone(phase()) && !_data.outputs().literals().empty())
        writeLiterals(writer, _data.outputs(), &_action.task().task_template().interface().outputs());
    else
        writer.Null();
}

} // namespace flyte_webhook::flyte
