#pragma once
#include "base/file_descriptor.h"
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>

namespace flyte_webhook::host
{

/// How many requests are under way (coming in, queued, worked on or going out), and whether the server is ending. Thread: any.
class Activity
{
public:
    /// Throws std::system_error.
    Activity();

    void begin() noexcept { _count.fetch_add(1); }
    void end() noexcept;
    std::size_t count() const noexcept { return _count.load(); }

    /// No further request is wanted; those under way go on.
    void stop() noexcept { _stopping.store(true); }
    bool stopping() const noexcept { return _stopping.load(); }

    /// Waits after stop() until none is under way. False: some were when `patience` was over.
    bool waitUntilNone(std::chrono::milliseconds patience);

    /// Those under way are to end at once.
    void cutOff() noexcept;
    bool cut() const noexcept { return _cut.load(); }

    /// Becomes readable, and stays so, when cutOff() is called.
    int cutDescriptor() const noexcept { return _cutEvent.number(); }

private:
    std::atomic<std::size_t> _count{0};
    std::atomic<bool> _stopping{false};
    std::atomic<bool> _cut{false};
    FileDescriptor _cutEvent;
    std::mutex _mutex;
    std::condition_variable _none;
};

} // namespace flyte_webhook::host
