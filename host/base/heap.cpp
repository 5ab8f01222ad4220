#include "heap.h"
#include <algorithm>
#include <fstream>
#include <malloc.h>
#include <optional>
#include <unistd.h>

namespace flyte_webhook::host
{

namespace
{

constexpr auto pause = std::chrono::seconds(2);
constexpr long long aLot = 32 << 20;

/// Bytes of this process's own that lie in memory though nothing is in them: of the heap, and the threads' stacks.
std::optional<long long> keptForNothing()
{
    long long size = 0, resident = 0, shared = 0;
    if (!(std::ifstream("/proc/self/statm") >> size >> resident >> shared)) return std::nullopt;
    const auto heap = ::mallinfo2();
    return (resident - shared) * ::sysconf(_SC_PAGESIZE) - static_cast<long long>(heap.uordblks + heap.hblkhd);
}

} // namespace

void Heap::tend(Clock::time_point now)
{
    const std::lock_guard lock(_mutex);
    if (now < _next) return;
    _next = now + pause;
    auto kept = keptForNothing();
    if (kept && *kept > _floor + aLot)
    {
        ::malloc_trim(0);
        kept = keptForNothing();
        if (kept) _floor = *kept;
    }
    if (kept) _floor = std::min(_floor, *kept);
}

} // namespace flyte_webhook::host
