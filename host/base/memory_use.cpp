#include "memory_use.h"
#include "base/file_descriptor.h"
#include <array>
#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>

namespace flyte_webhook::host
{

std::optional<MemoryUse> memoryUse() noexcept
{
    std::array<char, 128> text{};
    const FileDescriptor file(::open("/proc/self/statm", O_RDONLY | O_CLOEXEC));
    if (!file.valid() || ::read(file.number(), text.data(), text.size() - 1) <= 0) return std::nullopt;
    char* next = text.data();
    std::strtoll(next, &next, 10); // the size of the address space
    const auto resident = std::strtoll(next, &next, 10), shared = std::strtoll(next, &next, 10);
    const auto page = ::sysconf(_SC_PAGESIZE);
    return MemoryUse{resident * page, shared * page};
}

} // namespace flyte_webhook::host
