#include "heap.h"
#include <algorithm>
#include <fstream>
#include <malloc.h>
#include <unistd.h>

namespace flyte_webhook::host
{

namespace
{

constexpr std::chrono::seconds shortestPause{2}, longestPause{60};
constexpr long long aLot = 32 << 20;

/// Of this process's own memory, the heap and the threads' stacks: whether a lot of it is resident though nothing is in it.
bool isMuchKept()
{
    long long size = 0, resident = 0, shared = 0;
    if (!(std::ifstream("/proc/self/statm") >> size >> resident >> shared)) return false;
    const auto heap = ::mallinfo2();
    return (resident - shared) * ::sysconf(_SC_PAGESIZE) - static_cast<long long>(heap.uordblks + heap.hblkhd) > aLot;
}

} // namespace

void Heap::tend(Clock::time_point now)
{
    const std::lock_guard lock(_mutex);
    if (now < _next) return;
    const bool wasMuch = isMuchKept();
    if (wasMuch) ::malloc_trim(0);
    // What stays either cannot be given back, or other threads freed it meanwhile: that is worth another look, but not many.
    _pause = wasMuch && isMuchKept() ? std::min(2 * _pause, longestPause) : shortestPause;
    _next = now + _pause;
}

} // namespace flyte_webhook::host
