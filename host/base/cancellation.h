#pragma once
#include <atomic>
#include <functional>
#include <mutex>

namespace flyte_webhook::host
{

/// Tells the work of one request that it is done for nobody: the client has gone, or the server ends. Thread: any.
class Cancellation
{
public:
    Cancellation() = default;
    Cancellation(const Cancellation&) = delete;
    Cancellation& operator=(const Cancellation&) = delete;

    /// Sets cancelled() and runs the action that is registered at that time. Further calls do nothing.
    void cancel();

    bool cancelled() const noexcept { return _cancelled.load(std::memory_order_acquire); }

    /// What to do when cancel() is called; one at a time. The action runs on the cancelling thread, or at once in the constructor when
    /// cancel() was called before. It does not run after the destructor returned, and it must not throw.
    class Action
    {
    public:
        Action(Cancellation& cancellation, std::function<void()> action);
        ~Action();
        Action(const Action&) = delete;
        Action& operator=(const Action&) = delete;

    private:
        Cancellation& _cancellation;
    };

private:
    std::atomic<bool> _cancelled{false};
    std::mutex _mutex;
    std::function<void()> _action;
};

} // namespace flyte_webhook::host
