#pragma once
#include "sandbox/apps/app.h"
#include "sandbox/apps/app_record.h"
#include "sandbox/base/descriptor.h"
#include "sandbox/runs/logged_process.h"
#include "sandbox/runs/process_guard.h"
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace flyte_webhook::sandbox
{

/// Keeps one app as it is wanted: starts its process, waits until it listens, notices its death, ends it. One thread, because a process
/// ends with the thread that started it.
class AppKeeper
{
public:
    /// `folder` is where the process starts; it is made. App, record and guard must outlive the keeper.
    AppKeeper(const App& app, AppRecord& record, const ProcessGuard& guard, std::string folder);
    /// Ends the process, within a second. What is wanted stays as it is.
    ~AppKeeper();
    AppKeeper(const AppKeeper&) = delete;
    AppKeeper& operator=(const AppKeeper&) = delete;

    /// Looks at what the record wants, and starts an app that has failed once more. Thread: any.
    void order();

    /// Begins the end that the destructor waits for. Thread: any.
    void stop();

private:
    void wake() noexcept;
    void work();
    void takeOrder();
    void obey();
    void start();
    void waitForEvents();
    int patience() const;
    void doWhatIsDue();
    void finish();
    bool isStarting() const { return _listenBy.has_value(); }

    const App& _app;
    AppRecord& _record;
    const ProcessGuard& _guard;
    const std::string _folder;
    Descriptor _wakeUp;

    std::mutex _mutex; // of the next two
    bool _ordered = false;
    bool _stop = false;

    bool _wanted = false; // from here on: the thread's own
    bool _stopping = false;
    std::unique_ptr<LoggedProcess> _process;
    bool _outputIsOpen = false, _errorIsOpen = false;
    unsigned short _port = 0;
    std::optional<SteadyTime> _listenBy; // until it listens
    std::thread _thread;
};

} // namespace flyte_webhook::sandbox
