#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace flyte_webhook::host
{

/// Descriptors 0 to 2 exist from now on, whatever the process was started with, so that no file or socket becomes one of them.
void openStandardStreams() noexcept;

/// Raises the limit of open descriptors as far as the system allows: each connection is one.
void raiseDescriptorLimit() noexcept;

/// From now on the kernel writes no core of this process, and only root may look into it: its memory holds callers' credentials while
/// their requests run, and libraries keep buffers for longer than that.
void forbidCores() noexcept;

/// Keeps the C library from learning to hold ever larger blocks back: one that is freed goes back to the system, and of what lies free at
/// the top of each of its arenas all but a little. It would keep up to 64 MiB an arena after a few large requests.
void boundFreeMemory() noexcept;

/// What the process uses of the system.
struct ProcessUsage
{
    std::uint64_t residentBytes = 0, mostDescriptors = 0;
    std::optional<std::uint64_t> openDescriptors; ///< not known where none is left to count them with
    double cpuSeconds = 0;
};
ProcessUsage processUsage();

/// Writes a file so that a reader sees all of it or none. Throws std::runtime_error that names the file, also where something other than a
/// plain file is in its place; then nothing is left beside it.
void writeWhole(const std::string& file, std::string_view text);

} // namespace flyte_webhook::host
