#pragma once
#include "control_plane/grpc/channels.h"
#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace flyte_webhook::host
{

/// Brings channels back that lost their connection, on a thread of its own that rests while all is well. Thread: any.
class Reconnector
{
public:
    Reconnector();
    ~Reconnector();
    Reconnector(const Reconnector&) = delete;
    Reconnector& operator=(const Reconnector&) = delete;

    /// Works on them until all are connected, but not for ever: whoever misses them again asks again.
    void help(std::shared_ptr<Channels> channels);

private:
    using Clock = std::chrono::steady_clock;
    using Patients = std::map<std::shared_ptr<Channels>, Clock::time_point>; ///< and when to give up
    void run();
    void help(std::unique_lock<std::mutex>& lock);
    void tend(Patients& patients);
    void await(std::size_t watched, const std::vector<std::shared_ptr<Channels>>& looked);

    std::mutex _mutex;
    std::condition_variable _changed;
    Patients _patients;     ///< under the mutex
    bool _stopping = false; ///< under the mutex
    GrpcQueue _queue;
    Clock::time_point _hurryAt;
    std::thread _thread;
};

} // namespace flyte_webhook::host
