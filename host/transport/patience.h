#pragma once
#include "base/cancellation.h"
#include <chrono>
#include <optional>
#include <sys/socket.h>

namespace flyte_webhook::host::transport
{

/// How long one request may wait for the network: until its deadline or its cancellation, which shuts the socket down that is waited for.
/// Thread: the request's; the cancellation comes from any.
class Patience
{
public:
    using Clock = std::chrono::steady_clock;

    /// `cancellation` may be null.
    Patience(Clock::time_point deadline, Cancellation* cancellation) : _deadline(deadline), _cancellation(cancellation) {}

    Clock::duration left() const { return _deadline - Clock::now(); }

    /// Throws TransportFailure when it is over.
    void check() const;

    /// What `call` gives, a system call that waits for the socket by itself. Throws TransportFailure when it was cancelled.
    template <typename Call> auto during(int socket, Call call)
    {
        return interruptible([socket] { ::shutdown(socket, SHUT_RDWR); }, call);
    }

    /// Waits until the socket is ready for poll()'s `events`. Throws TransportFailure when patience ends first, or has ended.
    void await(int socket, short events) { await(socket, events, _deadline); }

    /// The same, but not beyond `until`: false when that passed first, or has passed.
    bool await(int socket, short events, Clock::time_point until);

    /// Waits until an eventfd is readable. Throws TransportFailure when patience ends first; the eventfd may have been written to then.
    void awaitEvent(int event);

private:
    template <typename Interrupt, typename Call> auto interruptible(Interrupt interrupt, Call call)
    {
        std::optional<Cancellation::Action> action;
        if (_cancellation) action.emplace(*_cancellation, interrupt);
        const auto result = call();
        action.reset(); // whoever cancelled is through with it now
        checkCancelled();
        return result;
    }
    void checkCancelled() const;
    static bool poll(int descriptor, short events, Clock::time_point until);

    const Clock::time_point _deadline;
    Cancellation* const _cancellation;
};

} // namespace flyte_webhook::host::transport
