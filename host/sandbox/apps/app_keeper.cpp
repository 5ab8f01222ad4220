#include "sandbox/apps/app_keeper.h"
#include "sandbox/apps/local_port.h"
#include "sandbox/base/log_line.h"
#include "sandbox/runs/exit_text.h"
#include "sandbox/tasks/command_template.h"
#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <poll.h>
#include <sys/eventfd.h>
#include <system_error>

using std::chrono::steady_clock;

namespace flyte_webhook::sandbox
{
namespace
{

constexpr std::chrono::milliseconds grace{5000}, graceAtStop{1000};
constexpr std::chrono::milliseconds probePeriod{20};
constexpr std::size_t logBytes = 16 << 10;

ProcessSpec specFor(const App& app, const std::string& folder, unsigned short port)
{
    const std::string number = std::to_string(port);
    ProcessSpec spec;
    for (const auto& argument : app.command) spec.arguments.push_back(expand(argument, [&](std::string_view) { return number; }));
    spec.environment = {std::string("PATH=") + searchPath, "HOME=" + folder, "TMPDIR=" + folder, "LANG=C.UTF-8", "PORT=" + number};
    spec.folder = folder;
    return spec;
}

} // namespace

AppKeeper::AppKeeper(const App& app, AppRecord& record, const ProcessGuard& guard, std::string folder)
    : _app(app), _record(record), _guard(guard), _folder(std::move(folder)), _wakeUp(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
    if (!_wakeUp) throw std::system_error(errno, std::generic_category(), "cannot make an event");
    std::filesystem::create_directories(_folder);
    const AppWish wish = record.state().wish;
    _record.movedTo(freePort(wish.port)); // so that it has an address from the beginning
    _ordered = wish.started;
    _thread = std::thread([this] { work(); });
}

AppKeeper::~AppKeeper()
{
    stop();
    _thread.join();
}

void AppKeeper::order()
{
    {
        const std::lock_guard lock(_mutex);
        _ordered = true;
    }
    wake();
}

void AppKeeper::stop()
{
    {
        const std::lock_guard lock(_mutex);
        _stop = true;
    }
    wake();
}

void AppKeeper::wake() noexcept { ::eventfd_write(_wakeUp.number(), 1); }

void AppKeeper::work()
{
    while (!_stopping || _process) try
        {
            takeOrder();
            if (_stopping && !_process) return;
            waitForEvents();
            doWhatIsDue();
        }
        catch (const std::exception& e)
        {
            logLine("the app " + _app.name.name + ": " + e.what());
        }
}

void AppKeeper::takeOrder()
{
    bool ordered = false;
    {
        const std::lock_guard lock(_mutex);
        std::swap(ordered, _ordered);
        _stopping = _stop;
    }
    if (_stopping)
    {
        if (_process) _process->beginEnd(graceAtStop);
        return;
    }
    if (!ordered) return;
    _wanted = _record.state().wish.started;
    obey();
}

void AppKeeper::obey()
{
    if (_wanted && !_process)
        start();
    else if (_wanted && !_process->isEnding()) // stopped and started again before anything was done about it
        _record.note(isStarting() ? AppPhase::deploying : AppPhase::active, "its process runs on");
    else if (!_wanted && _process)
        _process->beginEnd(grace);
    else if (!_wanted)
        _record.note(AppPhase::stopped, "");
    // One that is ending is started again when it has ended.
}

void AppKeeper::start()
{
    try
    {
        _port = freePort(_record.state().wish.port);
        _record.movedTo(_port);
        _process = std::make_unique<LoggedProcess>(specFor(_app, _folder, _port), _guard, logBytes);
        _outputIsOpen = _errorIsOpen = true;
        _listenBy = steady_clock::now() + _app.startTimeout;
        _record.note(AppPhase::deploying, "its process runs");
    }
    catch (const std::exception& e)
    {
        _record.note(AppPhase::failed, e.what());
    }
}

void AppKeeper::waitForEvents()
{
    pollfd sources[] = {{_wakeUp.number(), POLLIN, 0},
                        {_process ? _process->process().descriptor() : -1, POLLIN, 0},
                        {_outputIsOpen ? _process->process().output() : -1, POLLIN, 0},
                        {_errorIsOpen ? _process->process().error() : -1, POLLIN, 0}};
    if (::poll(sources, std::size(sources), patience()) <= 0) return;
    eventfd_t count = 0;
    if (sources[0].revents) ::eventfd_read(_wakeUp.number(), &count);
    if (sources[2].revents) _outputIsOpen = _process->read(Stream::output);
    if (sources[3].revents) _errorIsOpen = _process->read(Stream::error);
    if (sources[2].revents || sources[3].revents) _record.keepLog(_process->log().text());
    if (sources[1].revents) finish();
}

int AppKeeper::patience() const
{
    if (!_process) return -1;
    if (isStarting() && !_process->isEnding()) return static_cast<int>(probePeriod.count());
    const auto kill = _process->killMoment();
    if (!kill) return -1;
    const auto rest = std::chrono::ceil<std::chrono::milliseconds>(*kill - steady_clock::now()).count();
    return static_cast<int>(std::max<decltype(rest)>(rest, 0));
}

void AppKeeper::doWhatIsDue()
{
    if (!_process) return;
    const SteadyTime now = steady_clock::now();
    _process->killWhenDue(now);
    if (!isStarting() || _process->isEnding()) return;
    if (isListening(_port))
    {
        _listenBy.reset();
        _record.note(AppPhase::active, "it listens on port " + std::to_string(_port));
    }
    else if (now >= *_listenBy)
    {
        _record.note(AppPhase::failed, "it did not listen on the port " + std::to_string(_port) + " that PORT names within " +
                                           std::to_string(_app.startTimeout.count()) + " ms");
        _wanted = false;
        _process->beginEnd(grace);
    }
}

void AppKeeper::finish()
{
    const int status = _process->finish();
    _record.keepLog(_process->log().text());
    _outputIsOpen = _errorIsOpen = false;
    _listenBy.reset();
    const auto ended = std::move(_process);
    if (_stopping) return;
    if (!ended->isEnding())
        _record.note(AppPhase::failed, exitText(status, ended->log()));
    else if (_wanted)
        start();
    else
        _record.note(AppPhase::stopped, "");
}

} // namespace flyte_webhook::sandbox
