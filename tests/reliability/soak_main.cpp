#include "integration/fixture.h"
#include "reliability/soak_load.h"
#include "support/process_facts.h"
#include <csignal>
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
    std::chrono::seconds time = 20min, measured = 10s, pause = 30s;
    int callers = 32;
    double load = 0.7;
    std::string server, plugins = builtPlugins(), protocol = "connect";
};

Options read(int argc, char** argv)
{
    Options options;
    for (int i = 1; i + 1 < argc; i += 2)
    {
        const std::string name = argv[i], value = argv[i + 1];
        if (name == "--minutes")
            options.time = std::chrono::seconds(static_cast<long>(std::stod(value) * 60));
        else if (name == "--seconds")
            options.time = std::chrono::seconds(std::stoi(value));
        else if (name == "--measure")
            options.measured = std::chrono::seconds(std::stoi(value));
        else if (name == "--restart-every")
            options.pause = std::chrono::seconds(std::stoi(value));
        else if (name == "--callers")
            options.callers = std::stoi(value);
        else if (name == "--load")
            options.load = std::stod(value);
        else if (name == "--server")
            options.server = value;
        else if (name == "--plugins")
            options.plugins = value;
        else if (name == "--protocol")
            options.protocol = value;
        else
            throw std::invalid_argument("no such option: " + name);
    }
    if (argc % 2 == 0) throw std::invalid_argument("an option has no value");
    return options;
}

/// The control plane as a process that is killed and started again.
class MirrorProcess
{
public:
    explicit MirrorProcess(std::string protocol) : _protocol(std::move(protocol)) { start(); }

    std::string address() const { return "http://127.0.0.1:" + _port; }

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
        _program = std::make_unique<Program>(builtProgram("tests/reliability-mirror"), std::vector<std::string>{_protocol, _port});
        const auto line = _program->waitFor("listening on ");
        _port = line.substr(line.rfind(' ') + 1);
    }

    void collect()
    {
        std::istringstream lines(_program->output());
        for (std::string line; std::getline(lines, line);)
            if (line.compare(0, 9, "trespass:") == 0) _trespasses += line + '\n';
    }

    const std::string _protocol;
    std::string _port = "0", _trespasses;
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
        _most = std::max(_most, bytes);
    }

    std::size_t early() const { return _early; } ///< the most in the second tenth of the time
    std::size_t late() const { return _late; }   ///< the most in the last tenth
    std::size_t most() const { return _most; }

private:
    const pid_t _process;
    const Clock::time_point _begin;
    const std::chrono::seconds _whole;
    std::size_t _early = 0, _late = 0, _most = 0;
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

void row(const std::string& name, const std::string& value) { std::cout << "| " << name << " | " << value << " |\n"; }

std::size_t descriptors(Webhook& webhook) { return mayLookInto(webhook.program().pid()) ? descriptorsOf(webhook.program().pid()) : 0; }

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

int soak(const Options& options)
{
    const PluginFolder probe{"probe"};
    MirrorProcess mirror(options.protocol);
    Webhook webhook({{"control_plane.endpoint", mirror.address()},
                     {"control_plane.protocol", options.protocol},
                     {"plugins.directories", probe.path().string() + ", " + options.plugins}},
                    launch(options));
    Outages outages;
    const auto most = maximum(webhook, options, outages);
    const auto descriptorsBefore = descriptors(webhook);
    const auto begin = Clock::now();
    MemoryWatch memory(webhook.program().pid(), begin, options.time);
    SoakLoad load(webhook.port(), 1 + options.callers, options.callers, most * options.load, outages);
    const int restarts = soakUntil(begin + options.time, options, mirror, outages, memory);
    const auto counts = load.stop();
    const std::chrono::duration<double> passed = Clock::now() - begin;
    std::this_thread::sleep_for(1s); // what the callers closed is closed here as well
    const auto descriptorsAfter = descriptors(webhook);
    const auto trespasses = mirror.trespasses();
    const int status = webhook.stop();

    std::ostringstream rates;
    rates << std::fixed << std::setprecision(0) << static_cast<double>(counts.right) / passed.count() << " of " << most
          << " requests/s at most";
    std::cout << "| soak | " << options.protocol << " |\n| --- | --- |\n";
    row("time", std::to_string(static_cast<long>(passed.count())) + " s");
    row("callers, each with a connection that is kept", std::to_string(options.callers));
    row("load", rates.str());
    row("restarts of the control plane (SIGKILL)", std::to_string(restarts));
    row("right answers", std::to_string(counts.right));
    row("502, 503 and 504 that a restart explains", std::to_string(counts.explained));
    row("wrong answers", std::to_string(counts.wrong) + (counts.wrong ? ", the first: " + counts.firstWrong : ""));
    row("calls with another's token, runs started twice", trespasses.empty() ? "0" : trespasses.substr(0, trespasses.find('\n')));
    row("slowest answer", std::to_string(counts.slowest / 1ms) + " ms");
    row("descriptors before and after", std::to_string(descriptorsBefore) + ", " + std::to_string(descriptorsAfter));
    row("resident memory, second tenth of the time and last", mebibytes(memory.early()) + ", " + mebibytes(memory.late()));
    row("exit status", std::to_string(status));
    const bool flat = memory.late() < memory.early() + memory.early() / 10 + (1 << 20);
    const bool good =
        counts.right > 0 && counts.wrong == 0 && trespasses.empty() && descriptorsAfter <= descriptorsBefore && flat && status == 0;
    if (!good) std::cerr << "the soak failed\n";
    return good ? 0 : 1;
}

} // namespace

/// reliability-soak [--minutes N] [--load 0.7] ...: see tests/reliability/soak.
int main(int argc, char** argv)
try
{
    return soak(read(argc, argv));
}
catch (const std::exception& e)
{
    std::cerr << "reliability-soak: " << e.what() << '\n';
    return 1;
}
