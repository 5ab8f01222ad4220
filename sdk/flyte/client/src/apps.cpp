#include "parse.h"
#include <flyte_webhook/flyte/apps.h>
#include <flyte_webhook/flyte/unary.h>

namespace flyte_webhook::flyte
{

using namespace flyteidl2::app;

namespace
{

Identifier idOf(const Place& place, const std::string& name)
{
    Identifier id;
    id.set_org(place.org);
    id.set_project(place.project);
    id.set_domain(place.domain);
    id.set_name(name);
    return id;
}

bool isSame(const Identifier& one, const Identifier& other)
{
    return one.project() == other.project() && one.domain() == other.domain() && one.name() == other.name();
}

/// "Activating the app shop", the beginning of a sentence.
std::string attempt(AppGoal goal, const std::string& name)
{
    return (goal == AppGoal::Active ? "Activating the app " : "Deactivating the app ") + name;
}

/// Whichever call says that there is no such app, callers are told it alike.
[[noreturn]] void fail(const CallError& error, const std::string& name)
{
    if (error.code() == Code::NotFound) throw NotFound("App " + name + " not found: " + error.message());
    throw error;
}

[[noreturn]] void failed(AppGoal goal, const App& app)
{
    const auto& message = lastMessage(app);
    throw BadGateway(attempt(goal, app.metadata().id().name()) + ": its deployment failed" + (message.empty() ? "" : ": " + message));
}

/// Whether an event tells that the app is where it should be. The first event tells the present state: a failure in it may be an old one.
const App* reachedIn(const WatchResponse& event, const Identifier& id, AppGoal goal)
{
    const bool change = event.has_update_event();
    const auto& app = change ? event.update_event().updated_app() : event.create_event().app();
    if (!isSame(app.metadata().id(), id)) return nullptr; // one of the same name elsewhere
    if (hasReached(app, goal)) return &app;
    if (change && hasFailed(app)) failed(goal, app);
    return nullptr;
}

} // namespace

App Apps::get(const Place& place, const std::string& name) const
{
    GetRequest request;
    *request.mutable_app_id() = idOf(place, name);
    GetResponse reply;
    try
    {
        call(_controlPlane, {"flyteidl2.app.AppService/Get", "Reading the app " + name, true}, request, reply);
    }
    catch (const CallError& e)
    {
        fail(e, name);
    }
    if (!isSame(reply.app().metadata().id(), request.app_id()))
        throw NotFound("App " + name + " not found in " + place.domain + "/" + place.project, "the control plane handed out another app");
    return std::move(*reply.mutable_app());
}

App Apps::bring(App app, AppGoal goal, Wait wait) const
{
    if (hasReached(app, goal)) return app;
    auto updated = update(std::move(app), goal);
    if (wait == Wait::No || hasReached(updated, goal)) return updated;
    return follow(updated.metadata().id(), goal);
}

App Apps::update(App app, AppGoal goal) const
{
    UpdateRequest request;
    *request.mutable_app() = std::move(app);
    request.mutable_app()->mutable_spec()->set_desired_state(goal == AppGoal::Active ? Spec::DESIRED_STATE_STARTED
                                                                                     : Spec::DESIRED_STATE_STOPPED);
    request.set_reason(goal == AppGoal::Active ? "Activated via webhook API" : "Deactivated via webhook API");
    const auto& id = request.app().metadata().id();
    UpdateResponse reply;
    try
    {
        call(_controlPlane, {"flyteidl2.app.AppService/Update", attempt(goal, id.name())}, request, reply);
    }
    catch (const CallError& e)
    {
        fail(e, id.name());
    }
    return std::move(isSame(reply.app().metadata().id(), id) ? *reply.mutable_app() : *request.mutable_app());
}

App Apps::follow(const Identifier& id, AppGoal goal) const
{
    WatchRequest request;
    *request.mutable_app_id() = id;
    const auto message = request.SerializeAsString();
    auto stream = _controlPlane.open({"flyteidl2.app.AppService/Watch", message, true});
    WatchResponse event;
    for (std::string_view bytes; stream.next(bytes);)
    {
        if (!parse(bytes, event))
            throw BadGateway(attempt(goal, id.name()) + ": the control plane's answer cannot be read", "AppService/Watch");
        if (event.has_delete_event() && isSame(event.delete_event().app().metadata().id(), id))
            throw NotFound("App " + id.name() + " not found: it was deleted meanwhile");
        if (const auto* app = reachedIn(event, id, goal)) return *app;
    }
    const auto end = stream.close();
    const auto waiting = attempt(goal, id.name()) + ", waiting for it";
    if (!end.ok()) fail(CallError(end.code, waiting, std::string(end.bytes)), id.name());
    throw BadGateway(waiting + ": the control plane ended its watch before");
}

} // namespace flyte_webhook::flyte
