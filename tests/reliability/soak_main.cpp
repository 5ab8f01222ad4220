#include "integration/fixture.h"
#include "reliability/soak_load.h"
#include "support/process_facts.h"
#include "support/reserved_port.h"
#include "support/waiting.h"
#include <cmath>
#include <csignal>
#include <functional>
#include <iomanip>
#include <iostream>
#include <sstream>

using namespace flyte_webhook::test;
using namespace std::chrono_literals;

namespace
{

using Clock = std::chrono::steady_clock;

struct Options
{
    std::chrono::seconds time = 20min, measured = 10s, pause = 30s, recovery = 2s;
    int callers = 32;
    double load = 0.7;
    bool answersAlone = false; ///< neither memory nor descriptors fail the run, for it is too short
    std::string server, plugins = builtPlugins(), protocol = "connect";
};

/// Whether answers alone count.
bool readDemand(const std::string& text)
{
    if (text != "all" && text != "answers") throw std::invalid_argument("--demand takes all or answers, not " + text);
    return text == "answers";
}

/// The names are those of the script's.
Options read(int argc, char** argv)
{
    Options options;
    const auto seconds = [](const std::string& text, int factor = 1)
    { return std::chrono::seconds(std::lround(std::stod(text) * factor)); };
    const std::map<std::string, std::function<void(const std::string&)>> known{
        {"--minutes", [&](const std::string& text) { options.time = seconds(text, 60); }},
        {"--seconds", [&](const std::string& text) { options.time = seconds(text); }},
        {"--measure", [&](const std::string& text) { options.measured = seconds(text); }},
        {"--restart-every", [&](const std::string& text) { options.pause = seconds(text); }},
        {"--callers", [&](const std::string& text) { options.callers = std::stoi(text); }},
        {"--recovery", [&](const std::string& text) { options.recovery = seconds(text); }},
        {"--demand", [&](const std::string& text) { options.answersAlone = readDemand(text); }},
        {"--load", [&](const std::string& text) { options.load = std::stod(text); }},
        {"--server", [&](const std::string& text) { options.server = text; }},
        {"--plugins", [&](const std::string& text) { options.plugins = text; }},
        {"--protocol", [&](const std::string& text) { options.protocol = text; }}};
    for (int i = 1; i < argc; i += 2)
    {
        const auto option = known.find(argv[i]);
        if (option == known.end()) throw std::invalid_argument(std::string("no such option: ") + argv[i]);
        if (i + 1 == argc) throw std::invalid_argument(std::string("there is no value behind ") + argv[i]);
        option->second(argv[i + 1]);
    }
    return options;
}

/// The control plane as a process that is killed and started again.
class MirrorProcess
{
public:
    /// One that is to be found out speaks Connect.
    explicit MirrorProcess(const std::string& protocol) : _protocol(protocol == "grpc" ? "grpc" : "connect") { start(); }

    std::string address() const { return "http://127.0.0.1:" + std::to_string(_port.number()); }

    void restart(Outages& outages)
    {
        outages.begin();
        _program->signal(SIGKILL);
        _program->wait();
        collect();
        start();
        outages.end();
    }

    /// What its lives saw that must not be.
    std::string trespasses() { return collect(), _trespasses; }

private:
    void start()
    {
        const std::vector<std::string> arguments{_protocol, std::to_string(_port.number())};
        _program = std::make_unique<Program>(builtProgram("tests/reliability-mirror"), arguments);
        _program->waitFor("listening on ");
    }

    void collect()
    {
        std::istringstream lines(_program->output());
        for (std::string line; std::getline(lines, line);)
            if (line.compare(0, 9, "trespass:") == 0) _trespasses += line + '\n';
    }

    const std::string _protocol;
    const ReservedPort _port;
    std::string _trespasses;
    std::unique_ptr<Program> _program;
};

/// The server's memory over time.
class MemoryWatch
{
public:
    MemoryWatch(pid_t process, Clock::time_point begin, std::chrono::seconds whole) : _process(process), _begin(begin), _whole(whole) {}

    void look()
    {
        const auto passed = Clock::now() - _begin;
        const auto bytes = residentBytes(_process);
        if (passed > _whole / 10 && passed < _whole / 5) _early = std::max(_early, bytes);
        if (passed > _whole * 9 / 10) _late = std::max(_late, bytes);
    }

    std::size_t early() const { return _early; } ///< the most in the second tenth of the time
    std::size_t late() const { return _late; }   ///< the most in the last tenth

private:
    const pid_t _process;
    const Clock::time_point _begin;
    const std::chrono::seconds _whole;
    std::size_t _early = 0, _late = 0;
};

Launch launch(const Options& options)
{
    Launch launch{{"/bin/sh", "-c", R"(exec "$@" 2> /dev/null)", "sh"}};
    launch.silent = true;
    launch.server = options.server;
    return launch;
}

std::string mebibytes(std::size_t bytes)
{
    std::ostringstream text;
    text << std::fixed << std::setprecision(1) << static_cast<double>(bytes) / (1 << 20) << " MiB";
    return text.str();
}

double maximum(const Webhook& webhook, const Options& options, const Outages& outages)
{
    SoakLoad load(webhook.port(), 1, options.callers, 0, outages);
    std::this_thread::sleep_for(options.measured);
    return static_cast<double>(load.stop().right) / static_cast<double>(options.measured.count());
}

/// Restarts and looks until the time is over.
int soakUntil(Clock::time_point end, const Options& options, MirrorProcess& mirror, Outages& outages, MemoryWatch& memory)
{
    int restarts = 0;
    for (auto next = Clock::now() + options.pause; Clock::now() < end;)
    {
        std::this_thread::sleep_until(std::min({next, end, Clock::now() + 1s}));
        memory.look();
        if (Clock::now() < next || Clock::now() + 3s > end) continue;
        mirror.restart(outages);
        ++restarts;
        next += options.pause;
    }
    return restarts;
}

/// What came of it.
struct Outcome
{
    SoakCounts counts;
    double most = 0;
    std::chrono::duration<double> time{};
    int restarts = 0, status = 0;
    std::size_t descriptorsBefore = 0, descriptorsAfter = 0, memoryEarly = 0, memoryLate = 0;
    std::string trespasses;

    bool answersAreGood() const { return counts.right > 0 && counts.wrong == 0 && trespasses.empty() && status == 0; }
    bool nothingGrew() const { return descriptorsAfter <= descriptorsBefore && memoryLate < memoryEarly + memoryEarly / 10 + (1 << 20); }
};

Outcome soak(const Options& options)
{
    const PluginFolder probe{"probe"};
    MirrorProcess mirror(options.protocol);
    const ReservedPort admin;
    Webhook webhook({{"admin.port", std::to_string(admin.number())},
                     {"control_plane.endpoint", mirror.address()},
                     {"control_plane.protocol", options.protocol},
                     {"plugins.directories", probe.path().string() + ", " + options.plugins}},
                    launch(options));
    Outages outages(options.recovery);
    Outcome outcome;
    outcome.most = maximum(webhook, options, outages);
    outcome.descriptorsBefore = openDescriptors(admin.number());
    const auto begin = Clock::now();
    MemoryWatch memory(webhook.program().pid(), begin, options.time);
    SoakLoad load(webhook.port(), 1 + options.callers, options.callers, outcome.most * options.load, outages);
    outcome.restarts = soakUntil(begin + options.time, options, mirror, outages, memory);
    outcome.counts = load.stop();
    outcome.time = Clock::now() - begin;
    outcome.memoryEarly = memory.early();
    outcome.memoryLate = memory.late();
    within(10s, [&] { return (outcome.descriptorsAfter = openDescriptors(admin.number())) <= outcome.descriptorsBefore; });
    outcome.trespasses = mirror.trespasses();
    outcome.status = webhook.stop();
    return outcome;
}

void print(const Options& options, const Outcome& outcome)
{
    const auto& counts = outcome.counts;
    const auto row = [](const std::string& name, const std::string& value) { std::cout << "| " << name << " | " << value << " |\n"; };
    const auto perSecond = [](double rate) { return std::to_string(std::lround(rate)); };
    std::cout << "| soak | " << options.protocol << " |\n| --- | --- |\n";
    row("time", perSecond(outcome.time.count()) + " s");
    row("callers, each with a connection that is kept", std::to_string(options.callers));
    row("load",
        perSecond(static_cast<double>(counts.right) / outcome.time.count()) + " of " + perSecond(outcome.most) + " requests/s at most");
    row("restarts of the control plane (SIGKILL)", std::to_string(outcome.restarts));
    row("right answers", std::to_string(counts.right));
    row("502, 503, 504 and broken streams that a restart explains", std::to_string(counts.explained));
    row("wrong answers", std::to_string(counts.wrong) + (counts.wrong ? ", the first: " + counts.firstWrong : ""));
    row("calls with another's token, runs started twice",
        outcome.trespasses.empty() ? "0" : outcome.trespasses.substr(0, outcome.trespasses.find('\n')));
    row("slowest answer", std::to_string(counts.slowest / 1ms) + " ms");
    row("descriptors before and after", std::to_string(outcome.descriptorsBefore) + ", " + std::to_string(outcome.descriptorsAfter));
    row("resident memory, second tenth of the time and last", mebibytes(outcome.memoryEarly) + ", " + mebibytes(outcome.memoryLate));
    row("exit status", std::to_string(outcome.status));
}

} // namespace

/// reliability-soak [--minutes N] [--load 0.7] ...: see tests/reliability/soak.
int main(int argc, char** argv)
try
{
    const auto options = read(argc, argv);
    const auto outcome = soak(options);
    print(options, outcome);
    if (!outcome.answersAreGood() || !(options.answersAlone || outcome.nothingGrew())) throw std::runtime_error("the soak failed");
    return 0;
}
catch (const std::exception& e)
{
    std::cerr << "reliability-soak: " << e.what() << '\n';
    return 1;
}
