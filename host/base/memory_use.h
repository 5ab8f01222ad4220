#pragma once
#include <cstdint>
#include <optional>

namespace flyte_webhook::host
{

/// What this process has of the machine's memory, in bytes.
struct MemoryUse
{
    std::int64_t resident = 0;
    std::int64_t shared = 0; ///< of that what others may have as well: programs, libraries and files
};

/// Asks for no memory: there may be none. Nothing where the system does not tell.
std::optional<MemoryUse> memoryUse() noexcept;

} // namespace flyte_webhook::host
