#include "signals.h"
#include <csignal>
#include <initializer_list>

namespace flyte_webhook::host
{

namespace
{

sigset_t awaited()
{
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGCHLD}) sigaddset(&set, signal);
    return set;
}

} // namespace

Signals::Signals()
{
    const auto set = awaited();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
}

int Signals::wait() const
{
    const auto set = awaited();
    int signal = 0;
    while (sigwait(&set, &signal) != 0)
    {
    }
    return signal;
}

std::optional<int> Signals::wait(std::chrono::milliseconds patience) const
{
    const auto set = awaited();
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(patience);
    const timespec time{seconds.count(), std::chrono::nanoseconds(patience - seconds).count()};
    const int signal = ::sigtimedwait(&set, nullptr, &time);
    return signal > 0 ? std::optional(signal) : std::nullopt;
}

bool Signals::endIsPending() const noexcept
{
    sigset_t pending;
    return ::sigpending(&pending) == 0 && (sigismember(&pending, SIGTERM) == 1 || sigismember(&pending, SIGINT) == 1);
}

} // namespace flyte_webhook::host
