#include "sandbox/runs/supervisor.h"
#include "sandbox/base/log_line.h"
#include "sandbox/runs/exit_text.h"
#include "sandbox/runs/output_reader.h"
#include <algorithm>
#include <cerrno>
#include <flyteidl2/task/run.pb.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <system_error>

using std::chrono::steady_clock;

namespace flyte_webhook::sandbox
{
namespace
{

constexpr std::chrono::milliseconds graceAtStop{1000};

/// What an event is about: the run's number and one of these.
enum Source : std::uint64_t
{
    outputStream,
    errorStream,
    processEnd,
    wakeUp
};

std::uint64_t token(RunNumber number, Source source) { return static_cast<std::uint64_t>(number) << 2 | source; }

Descriptor made(int descriptor, const char* what)
{
    if (descriptor < 0) throw std::system_error(errno, std::generic_category(), std::string("cannot make ") + what);
    return Descriptor(descriptor);
}

void addEvent(const Descriptor& events, int descriptor, std::uint64_t token)
{
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = token;
    if (::epoll_ctl(events.number(), EPOLL_CTL_ADD, descriptor, &event) != 0)
        throw std::system_error(errno, std::generic_category(), "cannot watch a process");
}

bool wantsCache(const Run& run)
{
    flyteidl2::task::RunSpec spec;
    return !run.cacheKey.empty() && spec.ParseFromString(run.runSpec) && !spec.overwrite_cache() && !spec.cache_config().overwrite_cache();
}

} // namespace

Supervisor::Supervisor(RunStore& store, const ProcessGuard& guard, std::string state, SupervisorLimits limits)
    : _store(store), _guard(guard), _state(std::move(state)), _limits(limits),
      _events(made(::epoll_create1(EPOLL_CLOEXEC), "an event set")), _wakeUp(made(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "an event"))
{
    addEvent(_events, _wakeUp.number(), token(0, wakeUp));
    _thread = std::thread([this] { work(); });
}

Supervisor::~Supervisor()
{
    {
        const std::lock_guard lock(_mutex);
        _stop = true;
    }
    wake();
    _thread.join();
}

void Supervisor::submit(RunNumber number, std::string serial)
{
    {
        const std::lock_guard lock(_mutex);
        _submitted.push_back({number, std::move(serial)});
    }
    wake();
}

void Supervisor::end(RunNumber number)
{
    {
        const std::lock_guard lock(_mutex);
        _toEnd.push_back(number);
    }
    wake();
}

void Supervisor::wake() noexcept { ::eventfd_write(_wakeUp.number(), 1); }

void Supervisor::work()
{
    bool more = true;
    const auto guarded = [](auto&& work)
    {
        try
        {
            work();
        }
        catch (const std::exception& e)
        {
            logLine(e.what()); // the run that it was about may have lost its process; the others go on
        }
    };
    while (more) guarded([&] { more = step(); });
    guarded([&] { _store.failUnfinished(stoppedError); });
}

bool Supervisor::step()
{
    takeRequests();
    startWaiting();
    if (_stopping && _running.empty()) return false;
    waitForEvents();
    doWhatIsDue();
    return true;
}

void Supervisor::takeRequests()
{
    std::vector<RunNumber> toEnd;
    {
        const std::lock_guard lock(_mutex);
        _waiting.insert(_waiting.end(), _submitted.begin(), _submitted.end());
        _submitted.clear();
        toEnd.swap(_toEnd);
        _stopping = _stop;
    }
    for (const RunNumber number : toEnd)
        if (const auto run = _running.find(number); run != _running.end()) run->second.process->beginEnd(_limits.grace);
    if (!_stopping) return;
    _waiting.clear();
    for (auto& [number, run] : _running) run.process->beginEnd(graceAtStop);
}

void Supervisor::startWaiting()
{
    for (auto next = _waiting.begin(); next != _waiting.end() && _running.size() < _limits.processes;)
    {
        if (!maySerial(next->serial))
        {
            ++next;
            continue;
        }
        const Waiting taken = *next;
        next = _waiting.erase(next);
        start(taken);
    }
}

bool Supervisor::maySerial(const std::string& serial) const
{
    return serial.empty() ||
           std::none_of(_running.begin(), _running.end(), [&](const auto& running) { return running.second.serial == serial; });
}

void Supervisor::start(const Waiting& waiting)
{
    if (!_store.advance(waiting.number, Phase::initializing)) return; // aborted meanwhile
    const auto run = _store.find(waiting.number);
    if (!run || takeFromCache(*run)) return;
    try
    {
        auto process = std::make_unique<RunningProcess>(prepareRun(*run, _state), _guard, _limits.logBytes);
        watch(waiting.number, *process);
        auto& running = _running[waiting.number] = {waiting.serial, std::move(process)};
        if (!_store.advance(waiting.number, Phase::running)) running.process->beginEnd(_limits.grace);
    }
    catch (const std::exception& e)
    {
        RunFolder(_state, waiting.number).tidy();
        _store.fail(waiting.number, Phase::failed, {e.what(), true});
    }
}

bool Supervisor::takeFromCache(const Run& run)
{
    if (!wantsCache(run)) return false;
    const auto earlier = _store.cached(run.cacheKey);
    if (!earlier) return false;
    _store.keepLog(run.number, "(the outputs are those of " + earlier->name.name + ", from the cache)\n");
    _store.succeed(run.number, earlier->outputs);
    return true;
}

void Supervisor::watch(RunNumber number, const RunningProcess& process)
{
    addEvent(_events, process.process().output(), token(number, outputStream));
    addEvent(_events, process.process().error(), token(number, errorStream));
    addEvent(_events, process.process().descriptor(), token(number, processEnd));
}

void Supervisor::waitForEvents()
{
    constexpr int most = 64;
    epoll_event events[most];
    const int count = ::epoll_wait(_events.number(), events, most, patience());
    for (int i = 0; i < count; ++i) handle(events[i].data.u64);
}

int Supervisor::patience() const
{
    std::optional<SteadyTime> next;
    for (const auto& [number, run] : _running)
        if (const auto moment = run.process->nextMoment(); moment && (!next || *moment < *next)) next = moment;
    if (!next) return -1;
    const auto rest = std::chrono::ceil<std::chrono::milliseconds>(*next - steady_clock::now()).count();
    return static_cast<int>(std::clamp<decltype(rest)>(rest, 0, 3'600'000));
}

void Supervisor::handle(std::uint64_t token)
{
    const auto source = static_cast<Source>(token & 3);
    const auto number = static_cast<RunNumber>(token >> 2);
    if (source == wakeUp)
    {
        eventfd_t count = 0;
        ::eventfd_read(_wakeUp.number(), &count);
        return;
    }
    const auto run = _running.find(number);
    if (run == _running.end()) return;
    if (source == processEnd) return finish(number);
    RunningProcess& process = *run->second.process;
    const Stream stream = source == errorStream ? Stream::error : Stream::output;
    if (process.read(stream)) return;
    const int ended = stream == Stream::error ? process.process().error() : process.process().output();
    ::epoll_ctl(_events.number(), EPOLL_CTL_DEL, ended, nullptr);
}

void Supervisor::doWhatIsDue()
{
    const SteadyTime now = steady_clock::now();
    for (auto& [number, run] : _running)
    {
        RunningProcess& process = *run.process;
        process.killWhenDue(now);
        if (process.timeoutIsOver(now))
        {
            process.beginEnd(_limits.grace);
            _store.fail(number, Phase::timedOut,
                        {"the command took longer than " + std::to_string(process.plan().timeout->count()) + " ms", false});
        }
        if (process.logIsDue(now))
        {
            process.logIsKept(now);
            _store.keepLog(number, process.log().text());
        }
    }
}

void Supervisor::finish(RunNumber number)
{
    auto ended = _running.extract(number);
    RunningProcess& process = *ended.mapped().process;
    const int status = process.finish();
    _store.keepLog(number, process.log().text());
    conclude(number, process, status);
    process.plan().folder.tidy();
}

void Supervisor::conclude(RunNumber number, const RunningProcess& run, int status)
{
    if (_stopping)
        _store.fail(number, Phase::failed, stoppedError);
    else if (run.isEnding())
        return; // the store knows already why
    else if (status != 0)
        _store.fail(number, Phase::failed, {exitText(status, run.log()), false});
    else
        try
        {
            _store.succeed(number, readOutputs(run.plan().outputs, run.plan().folder.outputs()).SerializeAsString());
        }
        catch (const BadOutputs& e)
        {
            _store.fail(number, Phase::failed, {e.what(), false});
        }
}

} // namespace flyte_webhook::sandbox
