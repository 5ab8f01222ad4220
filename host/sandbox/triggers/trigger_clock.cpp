#include "sandbox/triggers/trigger_clock.h"
#include "sandbox/base/log_line.h"
#include <exception>

namespace flyte_webhook::sandbox
{

TriggerClock::TriggerClock(Triggers& triggers, std::function<void(const Trigger&)> start)
    : _triggers(triggers), _start(std::move(start)), _thread([this] { work(); })
{
}

TriggerClock::~TriggerClock()
{
    _triggers.end();
    _thread.join();
}

void TriggerClock::work()
{
    for (bool more = true; more;) try
        {
            more = startDue();
        }
        catch (const std::exception& e)
        {
            logLine(std::string("a trigger started no run: ") + e.what());
        }
}

bool TriggerClock::startDue()
{
    const auto due = _triggers.waitForDue();
    if (!due) return false;
    for (const auto& trigger : *due) try
        {
            _start(trigger);
        }
        catch (const std::exception& e)
        {
            logLine("the trigger " + trigger.name.task + "/" + trigger.name.name + " started no run: " + e.what());
        }
    return true;
}

} // namespace flyte_webhook::sandbox
