#include "sandbox/services/app_answers.h"
#include "sandbox/services/app_messages.h"
#include "sandbox/services/rpc_error.h"
#include <algorithm>

using namespace flyteidl2::app;

namespace flyte_webhook::sandbox
{
namespace
{

constexpr std::size_t longestReason = 100;
constexpr std::chrono::milliseconds lookout{50}; // how soon a watch notices that its caller has gone

AppName nameOf(const Identifier& id) { return {id.project(), id.domain(), id.name()}; }

/// An entry of a set of apps that may be const.
template <typename Set> auto& entryOf(Set& apps, const Identifier& id)
{
    const auto entry = apps.find(nameOf(id));
    if (!entry) throw RpcError(Code::NotFound, "there is no app " + id.domain() + "/" + id.project() + "/" + id.name());
    return *entry;
}

/// How many characters, not bytes.
std::size_t lengthOf(const std::string& text)
{
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](unsigned char c) { return (c & 0xc0) != 0x80; }));
}

bool wantsStart(const UpdateRequest& request)
{
    switch (request.app().spec().desired_state())
    {
    case Spec::DESIRED_STATE_STARTED:
    case Spec::DESIRED_STATE_ACTIVE: return true;
    case Spec::DESIRED_STATE_STOPPED: return false;
    default: throw RpcError(Code::InvalidArgument, "the desired state is missing: send STARTED, ACTIVE or STOPPED");
    }
}

WatchResponse created(const sandbox::App& app, const AppState& state, const std::string& org)
{
    WatchResponse event;
    *event.mutable_create_event()->mutable_app() = appMessage(app, state, org);
    return event;
}

/// One event a change after `seen`, as far as the changes are still known.
std::vector<WatchResponse> changesAfter(std::uint64_t seen, const sandbox::App& app, AppState state, const std::string& org)
{
    std::vector<WatchResponse> events;
    for (; state.changes > seen && !state.conditions.empty(); --state.changes, state.conditions.pop_back())
    {
        WatchResponse event;
        *event.mutable_update_event()->mutable_updated_app() = appMessage(app, state, org);
        events.push_back(std::move(event));
    }
    std::reverse(events.begin(), events.end());
    return events;
}

} // namespace

GetResponse AppAnswers::get(const GetRequest& request) const
{
    if (!request.has_app_id()) throw RpcError(Code::InvalidArgument, "the app's name is missing: send app_id");
    const auto& entry = entryOf(std::as_const(_apps), request.app_id());
    GetResponse response;
    *response.mutable_app() = appMessage(entry.app(), entry.state(), request.app_id().org());
    return response;
}

UpdateResponse AppAnswers::update(const UpdateRequest& request, const Caller& caller)
{
    const auto& metadata = request.app().metadata();
    auto& entry = entryOf(_apps, metadata.id());
    if (lengthOf(request.reason()) > longestReason)
        throw RpcError(Code::InvalidArgument, "the reason is longer than " + std::to_string(longestReason) + " characters");
    try
    {
        entry.want(wantsStart(request), metadata.revision(), caller.subject, request.reason());
    }
    catch (const AppChangedMeanwhile& e)
    {
        throw RpcError(Code::Aborted, e.what());
    }
    UpdateResponse response;
    *response.mutable_app() = appMessage(entry.app(), entry.state(), metadata.id().org());
    return response;
}

void AppAnswers::watch(const WatchRequest& request, const std::function<bool(const WatchResponse&)>& send,
                       const std::function<bool()>& isGone) const
{
    const auto& entry = entryOf(std::as_const(_apps), request.app_id());
    const std::string& org = request.app_id().org();
    const AppState first = entry.state();
    std::uint64_t seen = first.changes;
    bool goesOn = send(created(entry.app(), first, org));
    while (goesOn && !isGone() && !_ended)
    {
        if (!entry.record().waitForChange(seen, lookout)) continue;
        const AppState state = entry.state();
        for (const auto& event : changesAfter(seen, entry.app(), state, org)) goesOn = goesOn && send(event);
        seen = state.changes;
    }
}

} // namespace flyte_webhook::sandbox
