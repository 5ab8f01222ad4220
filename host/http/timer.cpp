#include "timer.h"
#include <cerrno>
#include <cstdint>
#include <sys/timerfd.h>
#include <system_error>

namespace flyte_webhook::host
{

Timer::Timer(std::chrono::milliseconds period) : _descriptor(::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC))
{
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(period);
    itimerspec times{};
    times.it_interval.tv_sec = seconds.count();
    times.it_interval.tv_nsec = std::chrono::nanoseconds(period - seconds).count();
    times.it_value = times.it_interval;
    if (!_descriptor.valid() || ::timerfd_settime(descriptor(), 0, &times, nullptr) != 0)
        throw std::system_error(errno, std::system_category(), "cannot make the listener's timer");
}

void Timer::acknowledge() noexcept
{
    std::uint64_t times = 0;
    while (::read(descriptor(), &times, sizeof times) < 0 && errno == EINTR)
    {
    }
}

} // namespace flyte_webhook::host
