#include "process.h"
#include "base/memory_use.h"
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <malloc.h>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace flyte_webhook::host
{

namespace
{

/// What is written takes the place of what is there: a device or a link, such as /dev/stdout, would be gone from the machine.
void requireReplaceable(const std::string& file)
{
    struct stat status
    {
    };
    if (::lstat(file.c_str(), &status) == 0 && !S_ISREG(status.st_mode))
        throw std::runtime_error("cannot write " + file + ": it is no plain file; name one, or what is not there yet");
}

} // namespace

void openStandardStreams() noexcept
{
    int number = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    while (number >= 0 && number <= STDERR_FILENO) number = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    if (number >= 0) ::close(number);
}

void raiseDescriptorLimit() noexcept
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

void forbidCores() noexcept { ::prctl(PR_SET_DUMPABLE, 0); }

void boundFreeMemory() noexcept
{
    constexpr int aLot = 4 << 20;
    ::mallopt(M_MMAP_THRESHOLD, aLot);
    ::mallopt(M_TRIM_THRESHOLD, aLot);
}

ProcessUsage processUsage()
{
    ProcessUsage usage;
    usage.residentBytes = static_cast<std::uint64_t>(memoryUse().value_or(MemoryUse()).resident);
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) usage.mostDescriptors = limit.rlim_cur;
    std::error_code error;
    const std::filesystem::directory_iterator descriptors("/proc/self/fd", error);
    if (!error) usage.openDescriptors = static_cast<std::uint64_t>(std::distance(begin(descriptors), end(descriptors)));
    rusage times{};
    ::getrusage(RUSAGE_SELF, &times);
    const auto seconds = [](const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6; };
    usage.cpuSeconds = seconds(times.ru_utime) + seconds(times.ru_stime);
    return usage;
}

void writeWhole(const std::string& file, std::string_view text)
{
    requireReplaceable(file);
    const auto draft = file + ".new";
    std::ofstream out(draft, std::ios::trunc);
    out << text << std::flush;
    out.close();
    if (out && std::rename(draft.c_str(), file.c_str()) == 0) return;
    const std::string reason = std::strerror(errno);
    ::unlink(draft.c_str());
    throw std::runtime_error("cannot write " + file + ": " + reason);
}

} // namespace flyte_webhook::host
