#include "retry_pause.h"
#include <condition_variable>
#include <mutex>
#include <random>

namespace flyte_webhook::host
{
namespace
{

constexpr int maxAttempts = 4;
constexpr std::chrono::microseconds firstPause{50'000};

std::chrono::microseconds spread(std::chrono::microseconds pause)
{
    std::minstd_rand random(std::random_device{}());
    return std::chrono::microseconds(std::uniform_int_distribution<long>(pause.count() / 2, pause.count() * 3 / 2)(random));
}

/// Waits for the time or the cancellation.
void waitUntil(std::chrono::steady_clock::time_point time, Cancellation& cancellation)
{
    std::mutex mutex;
    std::condition_variable changed;
    bool cancelled = false;
    const Cancellation::Action wake(cancellation,
                                    [&]
                                    {
                                        const std::lock_guard lock(mutex);
                                        cancelled = true;
                                        changed.notify_all();
                                    });
    std::unique_lock lock(mutex);
    changed.wait_until(lock, time, [&] { return cancelled; });
}

} // namespace

bool RetryPause::wait(std::chrono::steady_clock::time_point deadline, Cancellation& cancellation)
{
    if (_attempts == maxAttempts) return false;
    const auto until = std::chrono::steady_clock::now() + spread(firstPause * (1 << (_attempts - 1)));
    if (until >= deadline) return false;
    ++_attempts;
    waitUntil(until, cancellation);
    return !cancellation.cancelled();
}

} // namespace flyte_webhook::host
