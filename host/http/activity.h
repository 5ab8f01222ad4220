#pragma once
#include "base/file_descriptor.h"
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>

namespace flyte_webhook::host
{

/// How many requests are under way (coming in, queued, worked on or going out), how many clients are given time to read their last answer,
/// and whether the server is ending. Thread: any.
class Activity
{
public:
    /// Throws std::system_error.
    Activity();

    void begin() noexcept { _count.fetch_add(1); }
    void end() noexcept { leave(_count); }
    std::size_t count() const noexcept { return _count.load(); }

    /// A client gets time to read its last answer. To be called before end().
    void beginLingering() noexcept { _lingering.fetch_add(1); }
    void endLingering() noexcept { leave(_lingering); }

    /// No further request is wanted; those under way go on.
    void stop() noexcept { _stopping.store(true); }
    bool stopping() const noexcept { return _stopping.load(); }

    /// Waits after stop() until none is under way, `patience` at most, and then for clients that linger, no longer than `lingering`.
    void waitUntilNone(std::chrono::milliseconds patience, std::chrono::milliseconds lingering);

    /// Those under way are to end at once.
    void cutOff() noexcept;
    bool cut() const noexcept { return _cut.load(); }

    /// Becomes readable, and stays so, when cutOff() is called.
    int cutDescriptor() const noexcept { return _cutEvent.number(); }

private:
    void leave(std::atomic<std::size_t>& count) noexcept;

    std::atomic<std::size_t> _count{0};
    std::atomic<std::size_t> _lingering{0};
    std::atomic<bool> _stopping{false};
    std::atomic<bool> _cut{false};
    FileDescriptor _cutEvent;
    std::mutex _mutex;
    std::condition_variable _none;
};

} // namespace flyte_webhook::host
