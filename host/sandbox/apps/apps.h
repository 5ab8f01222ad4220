#pragma once
#include "sandbox/apps/app_keeper.h"
#include "sandbox/apps/app_record.h"
#include "sandbox/apps/app_store.h"
#include <list>
#include <string>
#include <vector>

namespace flyte_webhook::sandbox
{

/// The apps that the sandbox knows, each with its record and its keeper. Which ones there are never changes. Thread: any.
class Apps
{
public:
    class Entry
    {
    public:
        Entry(App declared, AppStore& store, const ProcessGuard& guard, const std::string& state);

        const App& app() const noexcept { return _app; }
        AppState state() const { return _record.state(); }
        const AppRecord& record() const noexcept { return _record; }

        /// As AppRecord::want(), and sees to it.
        void want(bool started, std::uint64_t revision, const std::string& actor, const std::string& reason);

        void stop() { _keeper.stop(); }

    private:
        App _app;
        AppRecord _record;
        AppKeeper _keeper;
    };

    /// `state` is the sandbox's own folder. Those that were started are started again. Database and guard must outlive the apps.
    Apps(std::vector<App> declared, Database& database, const ProcessGuard& guard, const std::string& state);
    /// Ends every process, within a second.
    ~Apps();
    Apps(const Apps&) = delete;
    Apps& operator=(const Apps&) = delete;

    const std::list<Entry>& all() const noexcept { return _entries; }

    /// Null when there is none.
    const Entry* find(const AppName& name) const;
    Entry* find(const AppName& name);

private:
    AppStore _store;
    std::list<Entry> _entries; // keepers refer to what stands beside them
};

/// Where the app listens, or will when it is started.
std::string addressOf(const AppState& state);

} // namespace flyte_webhook::sandbox
