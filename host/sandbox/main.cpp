#include "sandbox/base/log_line.h"
#include "sandbox/modes/modes.h"
#include "sandbox/sandbox.h"
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <iostream>
#include <poll.h>
#include <sys/signalfd.h>
#include <sys/stat.h>

using namespace flyte_webhook::sandbox;

namespace
{

/// Descriptors 0 to 2 exist, whatever this program was started with, so that no file or socket becomes one of them.
void openStandardStreams()
{
    for (int number = ::open("/dev/null", O_RDWR); number >= 0; number = ::open("/dev/null", O_RDWR))
        if (number > STDERR_FILENO)
        {
            ::close(number);
            return;
        }
}

/// The signals that ask for an end become readable instead of arriving. They stay blocked in every thread that is started from now on.
/// A child leaves Ctrl-C to its parent, which finishes what runs and then ends the child's input; it does not block that, for what is
/// blocked is kept although it is ignored. When the terminal has gone the child ends, and so does the parent, to which SIGHUP says
/// something else.
Descriptor endSignals(bool untilEof)
{
    for (const int number : {SIGPIPE, SIGXFSZ}) ::signal(number, SIG_IGN);
    sigset_t signals;
    ::sigemptyset(&signals);
    for (const int number : {SIGTERM, SIGHUP}) ::sigaddset(&signals, number);
    if (untilEof)
        ::signal(SIGINT, SIG_IGN);
    else
        ::sigaddset(&signals, SIGINT);
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return Descriptor(::signalfd(-1, &signals, SFD_CLOEXEC));
}

/// Whether standard input, which has something to say, has ended.
bool inputHasEnded()
{
    char buffer[256];
    const ssize_t size = ::read(STDIN_FILENO, buffer, sizeof buffer);
    return size == 0 || (size < 0 && errno != EINTR && errno != EAGAIN);
}

void waitForEnd(const Descriptor& signals, bool untilEof)
{
    pollfd sources[] = {{signals.number(), POLLIN, 0}, {untilEof ? STDIN_FILENO : -1, POLLIN, 0}};
    for (;;)
    {
        if (::poll(sources, 2, -1) < 0) continue;
        if (sources[0].revents != 0) return;
        if (sources[1].revents != 0 && inputHasEnded()) return;
    }
}

int serve(const Options& options)
{
    const Descriptor signals = endSignals(options.untilEof);
    Sandbox sandbox(options);
    logLine("this control plane is for trying out and for tests, not for production");
    logLine("state in " + sandbox.folder().path() + (sandbox.folder().isTemporary() ? " (removed at the end)" : "") + ", " +
            std::to_string(sandbox.tasks().all().size()) + " task versions from " + options.tasks + ", " +
            std::to_string(sandbox.apps().all().size()) + " apps from " + options.apps);
    if (sandbox.stopped() > 0)
        logLine(std::to_string(sandbox.stopped()) + " runs had not ended when the sandbox stopped; they are failed now");
    std::cout << sandbox.announcement() << std::flush;
    waitForEnd(signals, options.untilEof);
    logLine("ending");
    return 0;
}

} // namespace

int main(int count, char** arguments)
{
    openStandardStreams();
    ::umask(077);
    if (const auto status = runMode(count, arguments)) return *status;
    try
    {
        const Options options = readOptions(count, arguments);
        if (options.help) return std::cout << helpText(), 0;
        if (options.version) return std::cout << "flyte-webhook-sandbox " FLYTE_WEBHOOK_VERSION "\n", 0;
        return serve(options);
    }
    catch (const UsageError& e)
    {
        std::cerr << "flyte-webhook-sandbox: " << e.what() << "\n";
        return 2;
    }
    catch (const std::exception& e)
    {
        std::cerr << "flyte-webhook-sandbox: " << e.what() << "\n";
        return 1;
    }
}
