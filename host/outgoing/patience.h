#pragma once
#include "base/cancellation.h"
#include "base/file_descriptor.h"
#include <chrono>
#include <optional>

namespace flyte_webhook::host::outgoing
{

/// How long one request may wait for the network: until its deadline or its cancellation. Thread: the request's; the cancellation comes
/// from any.
class Patience
{
public:
    using Clock = std::chrono::steady_clock;

    /// `cancellation` may be null. Throws OutgoingFailure when no file descriptor is left for it.
    Patience(Clock::time_point deadline, Cancellation* cancellation);

    /// Waits until the descriptor is ready for poll()'s `events`. Throws OutgoingFailure when patience ends first.
    void await(int descriptor, short events);

    /// The same, but not beyond `until`: false when that passed first.
    bool await(int descriptor, short events, Clock::time_point until);

private:
    const Clock::time_point _deadline;
    const FileDescriptor _cancelled; ///< readable once cancelled
    std::optional<Cancellation::Action> _action;
};

} // namespace flyte_webhook::host::outgoing
