#pragma once
#include <flyte_webhook/flyte/data_proxy.h>
#include <flyte_webhook/flyte/runs.h>
#include <flyte_webhook/plugin/json.h>

namespace flyte_webhook::flyte
{

/// What went into a run and what came out of it. A value.
class RunIo
{
public:
    /// Reads both; throws NotFound when there is no such run, or nothing is recorded of it.
    static RunIo read(const Runs& runs, const DataProxy& data, const Place& place, const std::string& name);

    /// The same of a run whose details were read just now.
    static RunIo read(flyteidl2::workflow::RunDetails found, const DataProxy& data, const Place& place, const std::string& name);

    /// What is told of a run that is not there: "Run r1 <unavailable>".
    static constexpr const char* unavailable = "not found or I/O unavailable";

    flyteidl2::common::ActionPhase phase() const { return _action.status().phase(); }

    /// Writes the keys `inputs` and `outputs`, typed by the interface of the task that was run. Inputs are null when none are recorded
    /// though the task has some; outputs are null until the run has succeeded, and when it made none.
    void writeTo(JsonObject& object) const;

private:
    void writeInputs(JsonWriter& writer) const;
    void writeOutputs(JsonWriter& writer) const;

    flyteidl2::workflow::ActionDetails _action;
    flyteidl2::dataproxy::GetActionDataResponse _data;
};

} // namespace flyte_webhook::flyte
