#pragma once

namespace flyte_webhook::host
{

/// The signals that the server waits for instead of being interrupted by: SIGTERM, SIGINT, SIGHUP and SIGCHLD. Constructed before any
/// other thread exists, so that all of them inherit the blocked mask, and no sooner than that: until then a start that takes too long can
/// be ended as usual. SIGPIPE is ignored from then on.
class Signals
{
public:
    Signals();

    /// Waits for the next one and returns its number.
    int wait() const;
};

} // namespace flyte_webhook::host
