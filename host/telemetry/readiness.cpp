#include "readiness.h"

namespace flyte_webhook::host
{

void Readiness::add(std::string name, std::function<bool()> holds)
{
    const std::lock_guard lock(_mutex);
    _conditions.emplace_back(std::move(name), std::move(holds));
}

void Readiness::stop()
{
    const std::lock_guard lock(_mutex);
    _stopped = true;
}

std::vector<std::pair<std::string, bool>> Readiness::state() const
{
    std::unique_lock lock(_mutex);
    const auto conditions = _conditions;
    const bool running = !_stopped;
    lock.unlock(); // a condition may take its time, and stop() must not wait for it
    std::vector<std::pair<std::string, bool>> state;
    for (const auto& [name, holds] : conditions) state.emplace_back(name, holds());
    state.emplace_back("running", running);
    return state;
}

} // namespace flyte_webhook::host
