#pragma once
#include "base/cancellation.h"
#include <chrono>

namespace flyte_webhook::host
{

/// The pauses between the attempts of one call: each about twice the last, spread at random so that callers do not come all at once.
/// Thread: one at a time.
class RetryPause
{
public:
    /// Waits before the next attempt. False when there is to be none: all were made, the deadline would pass first, or it was cancelled
    /// while waiting.
    bool wait(std::chrono::steady_clock::time_point deadline, Cancellation& cancellation);

private:
    int _attempts = 1;
};

} // namespace flyte_webhook::host
