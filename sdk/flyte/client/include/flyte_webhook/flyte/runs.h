#pragma once
#include <flyte_webhook/flyte/place.h>
#include <flyte_webhook/plugin/control_plane.h>
#include <flyteidl2/workflow/run_service.pb.h>

namespace flyte_webhook::flyte
{

/// A run that was made just now. A value.
struct NewRun
{
    std::string name;
    flyteidl2::common::ActionPhase phase;
};

/// The run service. Thread: the request's.
class Runs
{
public:
    explicit Runs(const ControlPlane& controlPlane) : _controlPlane(controlPlane) {}

    /// Makes a run. Never sent twice: the control plane would make two runs. `task` is for messages.
    NewRun create(const flyteidl2::workflow::CreateRunRequest& request, const std::string& task) const;

    /// How far a run has come. Throws NotFound when there is none.
    flyteidl2::common::ActionPhase phase(const Place& place, const std::string& name) const;

    /// A run with its phase and the task that was run. Throws NotFound when there is none: "Run r1 <missing>: ...".
    flyteidl2::workflow::RunDetails details(const Place& place, const std::string& name, const char* missing = "not found") const;

    /// Asks for the end of a run; throws NotFound when there is none. One that is done is left as it is: the control plane would make an
    /// aborted one of it and hide its outputs. One that goes meanwhile needs no end any more.
    void abort(const Place& place, const std::string& name, const std::string& reason) const;

    /// The same for a run that was seen in that phase just now.
    void abort(const Place& place, const std::string& name, const std::string& reason, flyteidl2::common::ActionPhase found) const;

private:
    void read(const Place& place, const std::string& name, const char* missing, google::protobuf::MessageLite& reply) const;
    void sendAbort(const Place& place, const std::string& name, const std::string& reason) const;

    ControlPlane _controlPlane;
};

} // namespace flyte_webhook::flyte
