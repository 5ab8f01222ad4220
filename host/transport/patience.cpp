#include "patience.h"
#include "transport/transport_failure.h"
#include <algorithm>
#include <climits>
#include <optional>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

namespace flyte_webhook::host::transport
{
namespace
{

/// Rounded up, so that a wait does not end before its time.
int millisecondsUntil(Patience::Clock::time_point time)
{
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(time - Patience::Clock::now()).count();
    return static_cast<int>(std::clamp<long long>(left, 0, INT_MAX));
}

} // namespace

void Patience::check() const
{
    if (_cancellation && _cancellation->cancelled()) throw TransportFailure(Fault::cancelled);
    if (Clock::now() >= _deadline) throw TransportFailure(Fault::timedOut);
}

bool Patience::await(int socket, short events, Clock::time_point until)
{
    std::optional<Cancellation::Action> action;
    if (_cancellation) action.emplace(*_cancellation, [socket] { ::shutdown(socket, SHUT_RDWR); });
    const bool ready = poll(socket, events, std::min(until, _deadline));
    action.reset(); // whoever cancelled is through with the socket now
    if (_cancellation && _cancellation->cancelled()) throw TransportFailure(Fault::cancelled);
    if (ready) return true;
    check();
    return false;
}

void Patience::awaitEvent(int event)
{
    std::optional<Cancellation::Action> action;
    if (_cancellation) action.emplace(*_cancellation, [event] { ::eventfd_write(event, 1); });
    const bool ready = poll(event, POLLIN, _deadline);
    action.reset();
    if (!ready || (_cancellation && _cancellation->cancelled())) check();
}

/// Whether it became ready in time.
bool Patience::poll(int descriptor, short events, Clock::time_point until) const
{
    for (;;)
    {
        pollfd polled{descriptor, events, 0};
        if (::poll(&polled, 1, millisecondsUntil(until)) > 0) return true;
        if (Clock::now() >= until) return false;
    }
}

} // namespace flyte_webhook::host::transport
