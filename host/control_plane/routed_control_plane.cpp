#include "routed_control_plane.h"
#include "control_plane/call_checks.h"
#include "control_plane/call_mistake.h"
#include "control_plane/failed_stream.h"
#include "control_plane/repeated_stream.h"
#include "control_plane/retry_pause.h"
#include <algorithm>

namespace flyte_webhook::host
{
namespace
{

using Clock = std::chrono::steady_clock;

/// Whether another attempt may help and does no harm: the control plane never saw this one, or the call changes nothing. One that speaks
/// another protocol will do so the next time.
bool mayRepeat(const CallStatus& status, bool repeatable)
{
    return status.code == grpc_code::unavailable && !status.anotherProtocol && (repeatable || status.neverSent);
}

} // namespace

RoutedControlPlane::RoutedControlPlane(const ControlPlaneEndpoint& own, Places::Make make, std::chrono::milliseconds callTimeout)
    : _places(own, std::move(make)), _callTimeout(callTimeout)
{
}

ControlPlaneResult RoutedControlPlane::call(const ControlPlaneCall& call, const CallContext& context)
try
{
    checkCredentials(context);
    const auto place = _places.at(call.endpoint);
    const auto deadline = std::min(context.deadline, Clock::now() + _callTimeout);
    return sendUntilAnswered({toPath(call.method), call.message, context, deadline, call.repeatable}, place);
}
catch (const CallMistake& mistake)
{
    return mistake.result();
}

ControlPlaneResult RoutedControlPlane::sendUntilAnswered(const WireCall& call, const std::shared_ptr<Place>& place)
{
    for (RetryPause pause;;)
    {
        ControlPlaneResult result;
        const auto status = place->send(call, result.message);
        learn(status, place);
        if (status.code == grpc_code::ok) return result;
        if (!mayRepeat(status, call.repeatable) || !pause.wait(call.deadline, call.context.cancellation))
            return toResult(status, call.context);
    }
}

/// Each call says it: only one that tells something new writes.
void RoutedControlPlane::learn(const CallStatus& status, const std::shared_ptr<Place>& place)
{
    const bool unconnected = status.code == grpc_code::unavailable && status.neverSent;
    if (place != _places.own() || !(status.reached || unconnected)) return;
    if (_reached.load(std::memory_order_relaxed) != status.reached) _reached = status.reached;
}

std::unique_ptr<ControlPlaneStream> RoutedControlPlane::open(const ControlPlaneCall& call, const CallContext& context)
try
{
    checkCredentials(context);
    const auto place = _places.at(call.endpoint);
    const WireCall wire{toPath(call.method), call.message, context, context.deadline, call.repeatable};
    if (!wire.repeatable) return place->open(wire);
    return std::make_unique<RepeatedStream>(place, wire);
}
catch (const CallMistake& mistake)
{
    return std::make_unique<FailedStream>(mistake.result());
}

bool RoutedControlPlane::reached()
{
    if (_reached) return true;
    _reached = _places.own()->connected();
    return _reached;
}

} // namespace flyte_webhook::host
