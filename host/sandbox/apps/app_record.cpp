#include "sandbox/apps/app_record.h"

namespace flyte_webhook::sandbox
{
namespace
{

constexpr std::size_t keptConditions = 32;

bool fits(AppPhase phase, bool started) noexcept { return (phase == AppPhase::stopped) != started; }

} // namespace

AppRecord::AppRecord(const AppName& name, AppStore& store) : _name(name), _store(store)
{
    const auto kept = store.find(name);
    if (kept) _state.wish = *kept;
    if (_state.wish.started)
        add(AppPhase::pending, "it was started when the sandbox ended, and is started again");
    else if (_state.wish.revision > 0)
        add(AppPhase::stopped, "");
    else
        add(AppPhase::unassigned, "");
}

AppState AppRecord::state() const
{
    const std::lock_guard lock(_mutex);
    return _state;
}

bool AppRecord::want(bool started, std::uint64_t revision, const std::string& actor, const std::string& reason)
{
    const std::lock_guard lock(_mutex);
    if (revision != _state.wish.revision)
        throw AppChangedMeanwhile("the app " + _name.name + " has revision " + std::to_string(_state.wish.revision) +
                                  ", the update is based on " + std::to_string(revision) + ": read it again");
    AppWish wish = _state.wish;
    wish.started = started;
    wish.revision = revision + 1;
    wish.updatedBy = actor;
    wish.updatedAt = currentTime();
    _store.keep(_name, wish);
    _state.wish = wish;
    const AppPhase phase = _state.phase();
    const bool isThere = started ? isUnderway(phase) : phase == AppPhase::stopped || phase == AppPhase::unassigned;
    if (isThere) return false;
    if (started || phase != AppPhase::scalingDown) add(started ? AppPhase::pending : AppPhase::scalingDown, reason);
    return true;
}

void AppRecord::note(AppPhase phase, const std::string& message)
{
    const std::lock_guard lock(_mutex);
    if (fits(phase, _state.wish.started) && phase != _state.phase()) add(phase, message);
}

void AppRecord::movedTo(unsigned short port)
{
    const std::lock_guard lock(_mutex);
    if (_state.wish.port == port) return;
    _state.wish.port = port;
    if (_state.wish.revision > 0) _store.keep(_name, _state.wish);
}

void AppRecord::keepLog(std::string log)
{
    const std::lock_guard lock(_mutex);
    _state.log = std::move(log);
}

bool AppRecord::waitForChange(std::uint64_t seen, std::chrono::milliseconds patience) const
{
    std::unique_lock lock(_mutex);
    return _changed.wait_for(lock, patience, [&] { return _state.changes > seen; });
}

/// The mutex is held.
void AppRecord::add(AppPhase phase, const std::string& message)
{
    auto& conditions = _state.conditions;
    if (conditions.size() == keptConditions) conditions.erase(conditions.begin());
    conditions.push_back({phase, currentTime(), message, _state.wish.updatedBy, _state.wish.revision});
    ++_state.changes;
    _changed.notify_all();
}

} // namespace flyte_webhook::sandbox
