#include "until_done.h"
#include <algorithm>
#include <chrono>

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
    if (!_thread.joinable()) _thread = std::thread([this] { run(); });
    return false;
}

void UntilDone::run()
{
    for (auto pause = firstPause; !_cancellation.cancelled(); pause = std::min(2 * pause, longestPause))
    {
        _done = _attempt(_cancellation);
        if (_done) return;
        std::unique_lock lock(_mutex);
        _stopped.wait_for(lock, pause, [this] { return _cancellation.cancelled(); });
    }
}

} // namespace flyte_webhook::host
