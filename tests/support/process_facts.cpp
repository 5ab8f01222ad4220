#include "process_facts.h"
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string>
#include <sys/resource.h>
#include <unistd.h>

namespace flyte_webhook::test
{
namespace
{

std::string place(pid_t process, const char* name) { return "/proc/" + std::to_string(process) + "/" + name; }

/// A number of /proc/PID/status.
std::size_t status(pid_t process, const std::string& name)
{
    std::ifstream file(place(process, "status"));
    for (std::string line; std::getline(file, line);)
        if (line.compare(0, name.size() + 1, name + ":") == 0) return std::stoul(line.substr(name.size() + 1));
    throw std::runtime_error(place(process, "status") + " tells no " + name);
}

} // namespace

std::size_t residentBytes(pid_t process) { return status(process, "VmRSS") * 1024; }

std::size_t peakResidentBytes(pid_t process) { return status(process, "VmHWM") * 1024; }

std::size_t addressSpaceBytes(pid_t process) { return status(process, "VmSize") * 1024; }

std::size_t threadsOf(pid_t process) { return status(process, "Threads"); }

double ownCpuSeconds()
{
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double cpuSeconds(pid_t process)
{
    std::ifstream file(place(process, "stat"));
    std::string text(std::istreambuf_iterator<char>(file), {});
    if (text.empty()) throw std::runtime_error("there is no process " + std::to_string(process));
    std::istringstream rest(text.substr(text.rfind(')') + 1)); // a name may hold blanks
    std::string skipped;
    for (int i = 0; i < 11; ++i) rest >> skipped;
    double user = 0, system = 0;
    rest >> user >> system;
    return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

std::size_t descriptorsOf(pid_t process)
{
    using Walk = std::filesystem::directory_iterator;
    return static_cast<std::size_t>(std::distance(Walk(place(process, "fd")), Walk()));
}

bool mayLookInto(pid_t process)
{
    std::error_code refused;
    return std::filesystem::directory_iterator(place(process, "fd"), refused) != std::filesystem::directory_iterator();
}

} // namespace flyte_webhook::test
