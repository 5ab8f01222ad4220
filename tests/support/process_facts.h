#pragma once
#include <cstddef>
#include <sys/types.h>

namespace flyte_webhook::test
{

// What the kernel tells of a running process. Each throws when the process is not there.

std::size_t residentBytes(pid_t process);

/// Whether memory that is freed goes back: a sanitizer keeps it for a while, to see whether it is used again.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool freedMemoryGoesBack = false;
#else
constexpr bool freedMemoryGoesBack = true;
#endif

/// The most that it ever had.
std::size_t peakResidentBytes(pid_t process);

std::size_t addressSpaceBytes(pid_t process);
std::size_t threadsOf(pid_t process);

/// Processor time that it has used, of all its threads. Needs no descriptor.
double cpuSeconds(pid_t process);

} // namespace flyte_webhook::test
