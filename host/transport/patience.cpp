#include "patience.h"
#include "transport/transport_failure.h"
#include <algorithm>
#include <climits>
#include <poll.h>
#include <sys/eventfd.h>

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

void Patience::checkCancelled() const
{
    if (_cancellation && _cancellation->cancelled()) throw TransportFailure(Fault::cancelled);
}

void Patience::check() const
{
    checkCancelled();
    if (left() <= Clock::duration::zero()) throw TransportFailure(Fault::timedOut);
}

bool Patience::await(int socket, short events, Clock::time_point until)
{
    const auto end = std::min(until, _deadline);
    if (Clock::now() < end && during(socket, [&] { return poll(socket, events, end); })) return true;
    check();
    return false;
}

void Patience::awaitEvent(int event)
{
    if (!interruptible([event] { ::eventfd_write(event, 1); }, [&] { return poll(event, POLLIN, _deadline); })) check();
}

/// Whether it became ready in time.
bool Patience::poll(int descriptor, short events, Clock::time_point until)
{
    for (;;)
    {
        pollfd polled{descriptor, events, 0};
        if (::poll(&polled, 1, millisecondsUntil(until)) > 0) return true;
        if (Clock::now() >= until) return false;
    }
}

} // namespace flyte_webhook::host::transport
