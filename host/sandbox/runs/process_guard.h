#pragma once
#include "sandbox/base/descriptor.h"
#include <sys/types.h>

namespace flyte_webhook::sandbox
{

/// A small process of its own that ends the process groups of runs when the sandbox ends without having done so itself, above all when
/// it is killed. Make it before the first thread. Thread: any.
class ProcessGuard
{
public:
    /// Forks the guard. Throws std::system_error.
    ProcessGuard();
    /// Ends the guard, and with it every group that was not released.
    ~ProcessGuard();
    ProcessGuard(const ProcessGuard&) = delete;
    ProcessGuard& operator=(const ProcessGuard&) = delete;

    /// From now on the group is ended with the sandbox. Async-signal-safe: a child says this of itself before it executes its program.
    void watch(pid_t group) const noexcept;

    /// The group has ended. Say it before its leader is waited for, while its number cannot be given to another one.
    void release(pid_t group) const noexcept;

private:
    void send(pid_t message) const noexcept;

    Descriptor _writer;
    pid_t _guard = -1;
};

} // namespace flyte_webhook::sandbox
