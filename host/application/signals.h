#pragma once
#include <chrono>
#include <optional>

namespace flyte_webhook::host
{

/// The signals that the server waits for instead of being interrupted by: SIGTERM, SIGINT, SIGHUP and SIGCHLD. Constructed before any
/// other thread exists, so that all of them inherit the blocked mask, and no sooner than that: until then a start that takes too long can
/// be ended as usual. SIGPIPE is ignored from then on, and SIGXFSZ: a log file that may not grow costs lines, not the server.
class Signals
{
public:
    Signals();

    /// Waits for the next one and returns its number.
    int wait() const;

    /// The same, but not for longer than that: nothing when none came.
    std::optional<int> wait(std::chrono::milliseconds patience) const;

    /// Whether SIGTERM or SIGINT has come and has not been waited for yet.
    bool endIsPending() const noexcept;
};

} // namespace flyte_webhook::host
