#include "process.h"
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/resource.h>

namespace flyte_webhook::host
{

void raiseDescriptorLimit() noexcept
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

void forbidCores() noexcept { ::prctl(PR_SET_DUMPABLE, 0); }

void writeWhole(const std::string& file, std::string_view text)
{
    const auto draft = file + ".new";
    std::ofstream out(draft, std::ios::trunc);
    out << text << std::flush;
    out.close();
    if (!out || std::rename(draft.c_str(), file.c_str()) != 0)
        throw std::runtime_error("cannot write " + file + ": " + std::strerror(errno));
}

} // namespace flyte_webhook::host
