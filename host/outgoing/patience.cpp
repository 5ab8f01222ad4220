#include "patience.h"
#include "outgoing/outgoing_failure.h"
#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>
#include <poll.h>
#include <sys/eventfd.h>

namespace flyte_webhook::host::outgoing
{
namespace
{

FileDescriptor makeEvent()
{
    const int event = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (event < 0)
        throw OutgoingFailure(FW_HTTP_UNREACHABLE, "the server cannot open a connection at present",
                              std::string("eventfd: ") + std::strerror(errno));
    return FileDescriptor(event);
}

/// Rounded up, so that a wait does not end before its time.
int millisecondsUntil(Patience::Clock::time_point time)
{
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(time - Patience::Clock::now()).count();
    return static_cast<int>(std::clamp<long long>(left, 0, INT_MAX));
}

} // namespace

Patience::Patience(Clock::time_point deadline, Cancellation* cancellation) : _deadline(deadline), _cancelled(makeEvent())
{
    if (cancellation) _action.emplace(*cancellation, [this] { ::eventfd_write(_cancelled.number(), 1); });
}

void Patience::await(int descriptor, short events) { await(descriptor, events, _deadline); }

bool Patience::await(int descriptor, short events, Clock::time_point until)
{
    for (;;)
    {
        pollfd polled[]{{_cancelled.number(), POLLIN, 0}, {descriptor, events, 0}};
        const auto ready = ::poll(polled, 2, millisecondsUntil(std::min(until, _deadline)));
        if (ready > 0 && polled[0].revents) throw OutgoingFailure(FW_HTTP_TIMED_OUT, "the request was cancelled");
        if (ready > 0) return true;
        if (Clock::now() >= _deadline) throw OutgoingFailure(FW_HTTP_TIMED_OUT, "the target did not answer in time");
        if (Clock::now() >= until) return false;
    }
}

} // namespace flyte_webhook::host::outgoing
