#include "heap.h"
#include "base/memory_use.h"
#include <algorithm>
#include <malloc.h>

namespace flyte_webhook::host
{

namespace
{

constexpr std::chrono::seconds shortestPause{2}, longestPause{60};
constexpr std::int64_t aLot = 32 << 20;

/// Of this process's own memory, the heap and the threads' stacks: whether a lot of it is resident though nothing is in it. Asks for no
/// memory: there may be none.
bool isMuchKept() noexcept
{
    const auto use = memoryUse();
    if (!use) return false;
    const auto heap = ::mallinfo2();
    return use->resident - use->shared - static_cast<std::int64_t>(heap.uordblks + heap.hblkhd) > aLot;
}

} // namespace

void Heap::tend(Clock::time_point now) noexcept
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
