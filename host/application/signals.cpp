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

} // namespace flyte_webhook::host
