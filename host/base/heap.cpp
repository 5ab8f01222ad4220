#include "heap.h"
#include "base/file_descriptor.h"
#include <algorithm>
#include <array>
#include <cstdlib>
#include <fcntl.h>
#include <malloc.h>
#include <unistd.h>

namespace flyte_webhook::host
{

namespace
{

constexpr std::chrono::seconds shortestPause{2}, longestPause{60};
constexpr long long aLot = 32 << 20;

/// Of this process's own memory, the heap and the threads' stacks: whether a lot of it is resident though nothing is in it. Asks for no
/// memory: there may be none.
bool isMuchKept() noexcept
{
    std::array<char, 128> text{};
    const FileDescriptor file(::open("/proc/self/statm", O_RDONLY | O_CLOEXEC));
    if (!file.valid() || ::read(file.number(), text.data(), text.size() - 1) <= 0) return false;
    char* next = text.data();
    std::strtoll(next, &next, 10); // the size of the whole
    const auto resident = std::strtoll(next, &next, 10), shared = std::strtoll(next, &next, 10);
    const auto heap = ::mallinfo2();
    return (resident - shared) * ::sysconf(_SC_PAGESIZE) - static_cast<long long>(heap.uordblks + heap.hblkhd) > aLot;
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
