#pragma once
#include "sandbox/apps/app.h"
#include "sandbox/apps/app_state.h"
#include "sandbox/apps/app_store.h"
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <string>

namespace flyte_webhook::sandbox
{

/// An update that is based on another state than the present one.
struct AppChangedMeanwhile : std::runtime_error
{
    using std::runtime_error::runtime_error;
};

/// What is wanted of one app and what became of it: callers say the one, the app's keeper the other, and watchers are told of each
/// change. What is wanted is on disk when a function returns. Thread: any.
class AppRecord
{
public:
    /// The store must outlive the record.
    AppRecord(const AppName& name, AppStore& store);

    AppState state() const;

    /// Wants it started or stopped; the condition says so at once. Returns whether there is something to do: an app that is on its way
    /// already, or is stopped, stays as it is. Throws AppChangedMeanwhile when `revision` is not the present one.
    bool want(bool started, std::uint64_t revision, const std::string& actor, const std::string& reason);

    /// The keeper's: what the process came to. What no longer fits what is wanted, or is so already, is not news, and passed over.
    void note(AppPhase phase, const std::string& message);
    void movedTo(unsigned short port);
    void keepLog(std::string log);

    /// Waits until there were more changes than `seen`, a while at most. Whether there are.
    bool waitForChange(std::uint64_t seen, std::chrono::milliseconds patience) const;

private:
    void add(AppPhase phase, const std::string& message);

    const AppName _name;
    AppStore& _store;
    mutable std::mutex _mutex;
    mutable std::condition_variable _changed;
    AppState _state;
};

} // namespace flyte_webhook::sandbox
