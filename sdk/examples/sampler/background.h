#pragma once
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

/// Does something again and again on a thread of its own, from its beginning to its end. Thread: the owner's.
class Background
{
public:
    /// `work` must not throw.
    Background(std::chrono::milliseconds every, std::function<void()> work);
    /// Waits for the end of the work that is being done.
    ~Background();
    Background(const Background&) = delete;
    Background& operator=(const Background&) = delete;

private:
    void run();

    const std::chrono::milliseconds _every;
    const std::function<void()> _work;
    std::mutex _mutex;
    std::condition_variable _changed;
    bool _ending = false;
    std::thread _thread; ///< the last: it uses the others
};
