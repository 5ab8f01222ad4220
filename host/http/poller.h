#pragma once
#include "base/file_descriptor.h"
#include <cstdint>
#include <optional>
#include <sys/epoll.h>

namespace flyte_webhook::host
{

/// The one set of descriptors that the worker threads wait in. Thread: any.
class Poller
{
public:
    static constexpr std::uint32_t input = EPOLLIN | EPOLLONESHOT;
    static constexpr std::uint32_t output = EPOLLOUT | EPOLLONESHOT;
    static constexpr std::uint32_t hangup = EPOLLRDHUP | EPOLLONESHOT;
    static constexpr std::uint32_t inputForAll = EPOLLIN; ///< wakes every thread that waits, again and again

    /// Comes back with the event.
    struct Key
    {
        std::uint32_t index;
        std::uint32_t generation;
    };

    /// Throws std::system_error.
    Poller();

    /// A descriptor's first arming, and each further one. False: the kernel refused (errno says why).
    bool add(int descriptor, std::uint32_t events, Key key) noexcept { return control(EPOLL_CTL_ADD, descriptor, events, key); }
    bool arm(int descriptor, std::uint32_t events, Key key) noexcept { return control(EPOLL_CTL_MOD, descriptor, events, key); }

    /// Forgets it; only its owner may.
    void remove(int descriptor) noexcept { control(EPOLL_CTL_DEL, descriptor, 0, {}); }

    /// The next event for this thread; none when a signal came.
    std::optional<Key> wait() noexcept;

private:
    bool control(int operation, int descriptor, std::uint32_t events, Key key) noexcept;

    FileDescriptor _set;
};

} // namespace flyte_webhook::host
