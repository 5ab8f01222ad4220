#pragma once
#include <flyte_webhook/flyte/place.h>
#include <flyte_webhook/plugin/control_plane.h>
#include <string>

namespace flyteidl2::common
{
class TriggerName;
}

namespace flyte_webhook::flyte
{

/// The trigger service. Thread: the request's.
class Triggers
{
public:
    explicit Triggers(const ControlPlane& controlPlane) : _controlPlane(controlPlane) {}

    /// Switches the trigger of a task on or off. Throws NotFound when there is none, which is looked for first: the change itself is
    /// answered with OK for any name. A control plane that will not tell is not asked further, and the change is tried.
    void set(const Place& place, const std::string& task, const std::string& name, bool active) const;

private:
    void requireToExist(const flyteidl2::common::TriggerName& trigger) const;

    ControlPlane _controlPlane;
};

} // namespace flyte_webhook::flyte
