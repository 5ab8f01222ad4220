#include "poller.h"
#include <cerrno>
#include <system_error>

namespace flyte_webhook::host
{

Poller::Poller() : _set(::epoll_create1(EPOLL_CLOEXEC))
{
    if (!_set.valid()) throw std::system_error(errno, std::system_category(), "cannot make the listener's epoll set");
}

std::optional<Poller::Key> Poller::wait() noexcept
{
    epoll_event event{};
    if (::epoll_wait(_set.number(), &event, 1, -1) != 1) return std::nullopt;
    return Key{static_cast<std::uint32_t>(event.data.u64 >> 32), static_cast<std::uint32_t>(event.data.u64)};
}

bool Poller::control(int operation, int descriptor, std::uint32_t events, Key key) noexcept
{
    epoll_event event{};
    event.events = events;
    event.data.u64 = static_cast<std::uint64_t>(key.index) << 32 | key.generation;
    return ::epoll_ctl(_set.number(), operation, descriptor, &event) == 0;
}

} // namespace flyte_webhook::host
