#pragma once
#include "http/thread.h"
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <list>
#include <mutex>
#include <optional>

namespace flyte_webhook::host
{

/// The threads, and who of them may serve a request: at most `most` at once, and one always stays free to wait for events; when the last
/// free one begins to serve, another takes its place. Few wait for events, the others rest: each event wakes one that waits, and with more
/// awake than the processor has cores, one with an event in hand would have to wait for its turn. Thread: any; the lock is taken only when
/// a thread starts, ends, or has to rest or to go on.
class WorkerPool
{
public:
    /// `work` is what each thread does until it returns.
    WorkerPool(std::size_t most, std::function<void()> work);
    ~WorkerPool() = default; ///< behind a stop() that returned 0; else waits for the threads, however long they take
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    /// Starts the first thread. Throws std::system_error.
    void start();

    /// May the calling thread serve a request now? If so it calls endServing() behind it; if not, as many as may be are being served.
    bool beginServing() noexcept;
    void endServing() noexcept;

    /// The calling thread, which does not serve, shall wait for events? It rests before the answer while enough others do so. False: it was
    /// not needed for `patience`, or the pool is being stopped; it must return from `work`.
    bool awaitTurn(std::chrono::milliseconds patience);

    /// No thread starts any more. Waits until all have returned from `work`, or `patience` is over. Returns how many have not; again and
    /// again, as wanted.
    std::size_t stop(std::chrono::milliseconds patience);

    std::size_t threads() const noexcept { return _threads.load(std::memory_order_relaxed); }
    std::size_t serving() const noexcept { return _serving.load(); }

private:
    struct Worker
    {
        bool ended = false;           ///< guarded by the pool's lock
        std::optional<Thread> thread; ///< declared last: joined before anything else of it goes
    };

    /// Of a thread, on its stack.
    struct Rest
    {
        bool called = false;
        std::condition_variable over;
        Rest* earlier = nullptr;
    };

    bool reserve() noexcept;
    bool leaveFree(std::size_t least) noexcept;
    void forget(const Rest& rest) noexcept;
    bool replace() noexcept;
    bool callRested() noexcept;
    void add();
    void run(Worker& worker);

    const std::size_t _most, _enoughFree;
    const std::function<void()> _work;
    std::atomic<std::size_t> _serving{0};
    std::atomic<std::size_t> _free{0}; ///< threads that neither serve nor rest, those that are just starting included
    std::atomic<std::size_t> _threads{0};
    std::mutex _mutex;
    std::condition_variable _oneEnded;
    Rest* _lastToRest = nullptr; ///< is called first, so that those that are not needed end, however much the others have to do
    bool _stopped = false;
    std::list<Worker> _workers;
};

} // namespace flyte_webhook::host
