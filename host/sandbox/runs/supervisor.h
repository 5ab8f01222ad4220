#pragma once
#include "sandbox/base/descriptor.h"
#include "sandbox/runs/process_guard.h"
#include "sandbox/runs/run_store.h"
#include "sandbox/runs/running_process.h"
#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace flyte_webhook::sandbox
{

struct SupervisorLimits
{
    std::size_t processes = 4;             ///< that live at once; further runs stay queued
    std::chrono::milliseconds grace{5000}; ///< between SIGTERM and SIGKILL
    std::size_t logBytes = 64 << 10;       ///< of the last lines that are kept of a run
};

/// Why runs that were not done when the sandbox ended have failed.
inline const RunError stoppedError{"the sandbox stopped", true};

/// Takes runs from queued to done: starts their processes, watches them, ends them when asked or when their time is over, and collects
/// what they wrote. One thread for all of them. The store decides who comes first when a run ends in two ways at once.
class Supervisor
{
public:
    /// `state` is the sandbox's own folder. Store and guard must outlive the supervisor.
    Supervisor(RunStore& store, const ProcessGuard& guard, std::string state, SupervisorLimits limits);
    /// Ends every process, within a second; the runs have failed then.
    ~Supervisor();
    Supervisor(const Supervisor&) = delete;
    Supervisor& operator=(const Supervisor&) = delete;

    /// A run that the store holds as queued. Of runs with the same `serial`, unless it is empty, one is executed at a time. Thread: any.
    void submit(RunNumber number, std::string serial = {});

    /// The store holds the run as done: ends its process when it has one. Thread: any.
    void end(RunNumber number);

private:
    struct Waiting
    {
        RunNumber number;
        std::string serial;
    };
    struct Running
    {
        std::string serial;
        std::unique_ptr<RunningProcess> process;
    };
    using RunningRuns = std::map<RunNumber, Running>;

    void wake() noexcept;
    void work();
    bool step();
    void takeRequests();
    void startWaiting();
    bool maySerial(const std::string& serial) const;
    void start(const Waiting& waiting);
    bool takeFromCache(const Run& run);
    void watch(RunNumber number, const RunningProcess& process);
    void waitForEvents();
    int patience() const;
    void handle(std::uint64_t token);
    void doWhatIsDue();
    void finish(RunNumber number);
    void conclude(RunNumber number, const RunningProcess& run, int status);

    RunStore& _store;
    const ProcessGuard& _guard;
    const std::string _state;
    const SupervisorLimits _limits;
    Descriptor _events, _wakeUp;

    std::mutex _mutex; // of the next three
    std::vector<Waiting> _submitted;
    std::vector<RunNumber> _toEnd;
    bool _stop = false;

    std::deque<Waiting> _waiting; // from here on: the thread's own
    RunningRuns _running;
    bool _stopping = false;
    std::thread _thread;
};

} // namespace flyte_webhook::sandbox
