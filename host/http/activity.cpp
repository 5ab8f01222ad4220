#include "activity.h"
#include <algorithm>
#include <cerrno>
#include <sys/eventfd.h>
#include <system_error>

namespace flyte_webhook::host
{

Activity::Activity() : _cutEvent(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
    if (!_cutEvent.valid()) throw std::system_error(errno, std::system_category(), "cannot make the listener's event descriptor");
}

void Activity::leave(std::atomic<std::size_t>& count) noexcept
{
    if (count.fetch_sub(1) > 1 || !_stopping.load()) return;
    const std::lock_guard lock(_mutex);
    _none.notify_all();
}

void Activity::waitUntilNone(std::chrono::milliseconds patience, std::chrono::milliseconds lingering)
{
    const auto until = std::chrono::steady_clock::now() + patience;
    std::unique_lock lock(_mutex);
    _none.wait_until(lock, until, [this] { return _count.load() == 0; });
    const auto last = std::min(until, std::chrono::steady_clock::now() + lingering);
    _none.wait_until(lock, last, [this] { return _count.load() == 0 && _lingering.load() == 0; });
}

void Activity::cutOff() noexcept
{
    _cut.store(true);
    ::eventfd_write(_cutEvent.number(), 1);
}

} // namespace flyte_webhook::host
