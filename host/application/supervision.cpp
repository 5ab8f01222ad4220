#include "supervision.h"
#include <algorithm>

namespace flyte_webhook::host
{

namespace
{

using std::chrono::milliseconds;

constexpr milliseconds betweenStatuses = std::chrono::seconds(10);
constexpr milliseconds betweenPulses = std::chrono::seconds(1); ///< a pulse that is younger may be the same for no bad reason

/// A third of what the watchdog allows: one beat may be missed.
milliseconds beatPeriod(std::chrono::microseconds watchdog)
{
    return std::max(std::chrono::duration_cast<milliseconds>(watchdog / 3), betweenPulses);
}

std::optional<milliseconds> periodFor(const ServiceManager& manager)
{
    if (!manager.listens()) return std::nullopt;
    const auto watchdog = manager.watchdog();
    return watchdog ? std::min(beatPeriod(*watchdog), betweenStatuses) : betweenStatuses;
}

} // namespace

Supervision::Supervision(const ServiceManager& manager, const Server& server)
    : _manager(manager), _server(server), _period(periodFor(manager)), _status(server.summary()),
      _nextStatus(Clock::now() + betweenStatuses), _nextBeat(Clock::now() + betweenPulses), _pulse(server.pulse())
{
    _manager.ready(_status);
}

void Supervision::tick()
{
    beat();
    const auto now = Clock::now();
    if (!_period || now < _nextStatus) return;
    tellStatus();
    _nextStatus = now + betweenStatuses;
}

void Supervision::beat()
{
    const auto now = Clock::now();
    if (!_period || !_manager.watchdog() || now < _nextBeat) return;
    const auto pulse = _server.pulse();
    if (pulse.beatsBehind(_pulse)) _manager.alive();
    _pulse = pulse;
    _nextBeat = now + betweenPulses;
}

void Supervision::reloading() { _manager.reloading(); }

void Supervision::reloaded(std::string problem)
{
    _problem = std::move(problem);
    _status = status();
    _manager.ready(_status);
}

std::string Supervision::status() const
{
    return _server.summary() + (_problem.empty() ? "" : "; the last reload was refused: " + _problem);
}

void Supervision::tellStatus()
{
    auto now = status();
    if (now == _status) return;
    _status = std::move(now);
    _manager.status(_status);
}

} // namespace flyte_webhook::host
