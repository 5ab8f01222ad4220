#include "sandbox/base/descriptor.h"
#include <cerrno>
#include <fcntl.h>
#include <system_error>

namespace flyte_webhook::sandbox
{

Pipe Pipe::make(int flags)
{
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC | flags) != 0) throw std::system_error(errno, std::generic_category(), "cannot make a pipe");
    return {Descriptor(ends[0]), Descriptor(ends[1])};
}

} // namespace flyte_webhook::sandbox
