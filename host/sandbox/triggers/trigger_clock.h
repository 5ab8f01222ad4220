#pragma once
#include "sandbox/triggers/triggers.h"
#include <functional>
#include <thread>

namespace flyte_webhook::sandbox
{

/// Starts what is due, on a thread of its own.
class TriggerClock
{
public:
    /// `start` starts a run of the trigger's task; when it throws, that is logged and no run was started. Triggers must outlive the clock.
    TriggerClock(Triggers& triggers, std::function<void(const Trigger&)> start);
    /// Waits for a start that is being made; nothing is started afterwards.
    ~TriggerClock();
    TriggerClock(const TriggerClock&) = delete;
    TriggerClock& operator=(const TriggerClock&) = delete;

private:
    void work();
    bool startDue();

    Triggers& _triggers;
    const std::function<void(const Trigger&)> _start;
    std::thread _thread;
};

} // namespace flyte_webhook::sandbox
