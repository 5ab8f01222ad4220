#include "sandbox/runs/process_guard.h"
#include <algorithm>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <system_error>
#include <vector>

namespace flyte_webhook::sandbox
{
namespace
{

/// Holds none of the sandbox's files, so that whoever waits for the end of its output is not kept waiting by the guard.
void letGoOfFiles(int kept)
{
    const int null = ::open("/dev/null", O_RDWR);
    for (int standard = 0; standard <= 2; ++standard) ::dup2(null, standard);
    ::dup2(kept, 3);
    ::close_range(4, ~0U, 0);
}

void ignoreSignals()
{
    for (const int number : {SIGTERM, SIGINT, SIGHUP, SIGPIPE}) ::signal(number, SIG_IGN);
}

/// Reads group numbers, a negative one means "released", until the sandbox has ended; then ends the groups that are left.
[[noreturn]] void keepGuard(int messages)
{
    ignoreSignals();
    letGoOfFiles(messages);
    ::prctl(PR_SET_NAME, "sandbox-guard");
    std::vector<pid_t> groups;
    pid_t message = 0;
    for (;;)
    {
        const ssize_t size = ::read(3, &message, sizeof message);
        if (size < 0 && errno == EINTR) continue;
        if (size != sizeof message) break;
        groups.erase(std::remove(groups.begin(), groups.end(), std::abs(message)), groups.end());
        if (message > 0) groups.push_back(message);
    }
    for (const pid_t group : groups) ::kill(-group, SIGKILL);
    ::_exit(0);
}

} // namespace

ProcessGuard::ProcessGuard()
{
    Pipe pipe = Pipe::make();
    _guard = ::fork();
    if (_guard < 0) throw std::system_error(errno, std::generic_category(), "cannot start the guard of the processes");
    if (_guard == 0) keepGuard(pipe.reader.number());
    _writer = std::move(pipe.writer);
}

ProcessGuard::~ProcessGuard()
{
    _writer.close();
    while (::waitpid(_guard, nullptr, 0) < 0 && errno == EINTR)
    {
    }
}

void ProcessGuard::watch(pid_t group) const noexcept { send(group); }

void ProcessGuard::release(pid_t group) const noexcept { send(-group); }

void ProcessGuard::send(pid_t message) const noexcept
{
    while (::write(_writer.number(), &message, sizeof message) < 0 && errno == EINTR)
    {
    }
}

} // namespace flyte_webhook::sandbox
