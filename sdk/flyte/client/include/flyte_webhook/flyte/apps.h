#pragma once
#include <flyte_webhook/flyte/app_status.h>
#include <flyte_webhook/flyte/place.h>
#include <flyte_webhook/plugin/control_plane.h>
#include <flyteidl2/app/app_payload.pb.h>

namespace flyte_webhook::flyte
{

/// The app service. Thread: the request's.
class Apps
{
public:
    explicit Apps(const ControlPlane& controlPlane) : _controlPlane(controlPlane) {}

    /// The app of exactly that project, domain and name; throws NotFound when there is none. Control planes find apps under other
    /// spellings too: one that was not asked for is none. Its organisation may be another one than asked for.
    flyteidl2::app::App get(const Place& place, const std::string& name) const;

    enum class Wait
    {
        No, ///< the answer tells the state just after the change
        Yes ///< until the goal is reached; at the end of the request's time a CallError (DeadlineExceeded)
    };

    /// Brings an app, as get() gave it, to a goal and tells its state then. One that is there already is left alone. It goes back with
    /// every field that it came with. Throws BadGateway when it fails on its way.
    flyteidl2::app::App bring(flyteidl2::app::App app, AppGoal goal, Wait wait) const;

private:
    flyteidl2::app::App update(flyteidl2::app::App app, AppGoal goal) const;
    flyteidl2::app::App follow(const flyteidl2::app::Identifier& id, AppGoal goal) const;

    ControlPlane _controlPlane;
};

} // namespace flyte_webhook::flyte
