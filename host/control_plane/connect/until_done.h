#pragma once
#include "base/cancellation.h"
#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace flyte_webhook::host
{

/// Tries something until it worked, on a thread of its own that begins when it is asked for. What an attempt throws (no memory) is as if it
/// had not worked, and so is a thread that cannot be had. Thread: any.
class UntilDone
{
public:
    /// The attempt ends soon once it is cancelled.
    explicit UntilDone(std::function<bool(Cancellation&)> attempt) : _attempt(std::move(attempt)) {}
    ~UntilDone();
    UntilDone(const UntilDone&) = delete;
    UntilDone& operator=(const UntilDone&) = delete;

    /// Whether it worked. Begins with it.
    bool done();

    /// It no longer holds: the next done() begins anew.
    void undo() noexcept { _done = false; }

private:
    void run();
    bool attempt() noexcept;

    const std::function<bool(Cancellation&)> _attempt;
    std::atomic<bool> _done{false};
    Cancellation _cancellation;
    std::mutex _mutex;
    std::condition_variable _stopped;
    std::thread _thread;   ///< under the mutex
    bool _running = false; ///< under the mutex: the thread has more to do
};

} // namespace flyte_webhook::host
