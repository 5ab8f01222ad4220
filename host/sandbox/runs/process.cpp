#include "sandbox/runs/process.h"
#include "sandbox/base/error_text.h"
#include <Poco/Path.h>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

namespace flyte_webhook::sandbox
{
namespace
{

/// Why the child could not execute the program; it crosses a pipe that a successful exec closes.
struct StartFailure
{
    char step[24];
    int error;
};

/// All that the child needs, made before the fork: after it, memory must not be asked for.
struct ChildPlan
{
    const char* program;
    const char* folder;
    char* const* arguments;
    char* const* environment;
    int output, error, failure;
    pid_t parent;
    const ProcessGuard& guard;
};

[[noreturn]] void giveUp(int failure, const char* step)
{
    StartFailure message{};
    message.error = errno;
    std::strncpy(message.step, step, sizeof message.step - 1);
    [[maybe_unused]] const ssize_t sent = ::write(failure, &message, sizeof message);
    ::_exit(127);
}

void defaultSignals()
{
    for (int number = 1; number < NSIG; ++number) ::signal(number, SIG_DFL);
    sigset_t none;
    ::sigemptyset(&none);
    ::pthread_sigmask(SIG_SETMASK, &none, nullptr);
}

[[noreturn]] void executeInChild(const ChildPlan& plan)
{
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != plan.parent) ::_exit(127);
    plan.guard.watch(::getpid());
    defaultSignals();
    ::umask(077);
    const int null = ::open("/dev/null", O_RDONLY);
    if (null < 0) giveUp(plan.failure, "open /dev/null");
    ::dup2(null, 0);
    ::dup2(plan.output, 1);
    ::dup2(plan.error, 2);
    if (plan.failure != 3) ::dup3(plan.failure, 3, O_CLOEXEC);
    ::close_range(4, ~0U, 0);
    if (::chdir(plan.folder) != 0) giveUp(3, "enter its folder");
    ::execve(plan.program, plan.arguments, plan.environment);
    giveUp(3, "execute it");
}

std::vector<char*> pointers(const std::vector<std::string>& texts)
{
    std::vector<char*> pointers;
    pointers.reserve(texts.size() + 1);
    for (const auto& text : texts) pointers.push_back(const_cast<char*>(text.c_str()));
    pointers.push_back(nullptr);
    return pointers;
}

std::string findProgram(const std::string& name)
{
    if (name.find('/') != std::string::npos) return name;
    Poco::Path found;
    if (!Poco::Path::find(searchPath, name, found))
        throw std::runtime_error("cannot start the command `" + name + "`: there is no such program in " + searchPath);
    return found.toString();
}

void refuseNul(const std::vector<std::string>& arguments)
{
    for (std::size_t i = 0; i < arguments.size(); ++i)
        if (arguments[i].find('\0') != std::string::npos)
            throw std::runtime_error("cannot start the command `" + arguments.front() + "`: its argument " + std::to_string(i) +
                                     " would hold a NUL character; let the command read the input's file instead");
}

/// Waits until the program is executed, or says why it could not be.
std::string awaitStart(const Descriptor& failure)
{
    StartFailure message{};
    ssize_t size = 0;
    while ((size = ::read(failure.number(), &message, sizeof message)) < 0 && errno == EINTR)
    {
    }
    if (size != static_cast<ssize_t>(sizeof message)) return {};
    return "cannot " + std::string(message.step) + ": " + errorText(message.error) +
           (message.error == E2BIG ? "; let the command read the input's file instead" : "");
}

} // namespace

Process::Process(const ProcessSpec& spec, const ProcessGuard& guard) : _guard(guard)
{
    refuseNul(spec.arguments);
    const std::string program = findProgram(spec.arguments.at(0));
    const auto arguments = pointers(spec.arguments), environment = pointers(spec.environment);
    Pipe output = Pipe::make(), error = Pipe::make(), failure = Pipe::make();
    const ChildPlan plan{program.c_str(),
                         spec.folder.c_str(),
                         arguments.data(),
                         environment.data(),
                         output.writer.number(),
                         error.writer.number(),
                         failure.writer.number(),
                         ::getpid(),
                         guard};
    _id = ::fork();
    if (_id < 0) throw std::runtime_error("cannot start the command `" + program + "`: " + errorText());
    if (_id == 0) executeInChild(plan);
    ::setpgid(_id, _id);
    _descriptor = Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, _id, 0)));
    failure.writer.close();
    std::string problem = awaitStart(failure.reader);
    if (problem.empty() && !_descriptor) problem = "this system has no pidfd_open";
    if (!problem.empty())
    {
        signal(SIGKILL);
        wait();
        throw std::runtime_error("cannot start the command `" + spec.arguments.front() + "`: " + problem);
    }
    _output = std::move(output.reader);
    _error = std::move(error.reader);
    for (const int end : {_output.number(), _error.number()}) ::fcntl(end, F_SETFL, O_NONBLOCK);
}

Process::~Process()
{
    if (_id > 0)
    {
        signal(SIGKILL);
        wait();
    }
}

bool Process::hasEnded() const noexcept
{
    pollfd watched{descriptor(), POLLIN, 0};
    return ::poll(&watched, 1, 0) > 0;
}

void Process::signal(int number) const noexcept
{
    if (_id > 0) ::kill(-_id, number);
}

int Process::wait()
{
    siginfo_t ended{};
    while (::waitid(P_PID, static_cast<id_t>(_id), &ended, WEXITED | WNOWAIT) < 0 && errno == EINTR)
    {
    }
    signal(SIGKILL);
    _guard.release(_id);
    int status = 0;
    while (::waitpid(_id, &status, 0) < 0 && errno == EINTR)
    {
    }
    _id = -1;
    return status;
}

} // namespace flyte_webhook::sandbox
