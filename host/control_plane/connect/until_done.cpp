#include "until_done.h"
#include <algorithm>
#include <chrono>
#include <exception>

namespace flyte_webhook::host
{
namespace
{

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds firstPause = 100ms, longestPause = 1s;

} // namespace

UntilDone::~UntilDone()
{
    _cancellation.cancel();
    {
        const std::lock_guard lock(_mutex);
        _stopped.notify_all();
    }
    if (_thread.joinable()) _thread.join();
}

bool UntilDone::done()
{
    if (_done) return true;
    const std::lock_guard lock(_mutex);
    if (_done) return true; // since it was asked
    try
    {
        if (_running) return false;
        if (_thread.joinable()) _thread.join(); // it is at its end
        _thread = std::thread([this] { run(); });
        _running = true;
    }
    catch (const std::exception&)
    {
        // Whoever asks next tries again.
    }
    return false;
}

bool UntilDone::attempt() noexcept
try
{
    return _attempt(_cancellation);
}
catch (const std::exception&)
{
    return false;
}

void UntilDone::run()
{
    for (auto pause = firstPause; !_cancellation.cancelled(); pause = std::min(2 * pause, longestPause))
    {
        const bool worked = attempt();
        std::unique_lock lock(_mutex);
        if (worked)
        {
            _done = true;
            _running = false;
            return;
        }
        _stopped.wait_for(lock, pause, [this] { return _cancellation.cancelled(); });
    }
}

} // namespace flyte_webhook::host
