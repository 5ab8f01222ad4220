#include "process_facts.h"
#include <fstream>
#include <stdexcept>
#include <string>
#include <time.h>

namespace flyte_webhook::test
{
namespace
{

/// A number of /proc/PID/status.
std::size_t status(pid_t process, const std::string& name)
{
    const auto place = "/proc/" + std::to_string(process) + "/status";
    std::ifstream file(place);
    for (std::string line; std::getline(file, line);)
        if (line.compare(0, name.size() + 1, name + ":") == 0) return std::stoul(line.substr(name.size() + 1));
    throw std::runtime_error(place + " tells no " + name);
}

} // namespace

std::size_t residentBytes(pid_t process) { return status(process, "VmRSS") * 1024; }

std::size_t peakResidentBytes(pid_t process) { return status(process, "VmHWM") * 1024; }

std::size_t addressSpaceBytes(pid_t process) { return status(process, "VmSize") * 1024; }

std::size_t threadsOf(pid_t process) { return status(process, "Threads"); }

double cpuSeconds(pid_t process)
{
    clockid_t clock;
    timespec time{};
    if (::clock_getcpuclockid(process, &clock) != 0 || ::clock_gettime(clock, &time) != 0)
        throw std::runtime_error("there is no process " + std::to_string(process));
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

} // namespace flyte_webhook::test
