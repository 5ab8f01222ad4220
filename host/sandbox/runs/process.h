#pragma once
#include "sandbox/base/descriptor.h"
#include "sandbox/runs/process_guard.h"
#include <string>
#include <sys/types.h>
#include <vector>

namespace flyte_webhook::sandbox
{

/// What to execute. No shell takes part.
struct ProcessSpec
{
    std::vector<std::string> arguments;   ///< the first one is a path, or a name that is looked for in searchPath
    std::vector<std::string> environment; ///< all of it, as NAME=value
    std::string folder;                   ///< where it starts
};

/// Where commands without a slash are looked for.
constexpr const char* searchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/// A running process, leader of a process group of its own. It reads nothing, and what it writes comes through two pipes that do not
/// block. It is killed when the thread that started it ends. The destructor kills the group. Thread: one at a time.
class Process
{
public:
    /// Throws std::runtime_error that names the command and the reason.
    Process(const ProcessSpec& spec, const ProcessGuard& guard);
    ~Process();
    Process(Process&&) = delete;
    Process& operator=(Process&&) = delete;

    /// Becomes readable when the process ends.
    int descriptor() const noexcept { return _descriptor.number(); }
    int output() const noexcept { return _output.number(); }
    int error() const noexcept { return _error.number(); }
    pid_t id() const noexcept { return _id; }

    bool hasEnded() const noexcept;

    /// Sends a signal to the whole group.
    void signal(int number) const noexcept;

    /// Kills what is left of the group and takes the status of the ended leader, as waitpid() gives it. Blocks while it has not ended.
    int wait();

private:
    const ProcessGuard& _guard;
    pid_t _id = -1;
    Descriptor _descriptor, _output, _error;
};

} // namespace flyte_webhook::sandbox
