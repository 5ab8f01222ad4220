#include "base/named_file.h"
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <system_error>
#include <unistd.h>

namespace flyte_webhook::host
{

namespace
{

[[noreturn]] void fail(const std::string& reason)
{
    throw UnreadableFile("cannot be read: " + reason + "; name a file that is there and that this user may read");
}

[[noreturn]] void fail(int error) { fail(std::system_category().message(error)); }

bool isNullDevice(const struct stat& status) { return S_ISCHR(status.st_mode) && status.st_rdev == makedev(1, 3); }

} // namespace

FileDescriptor openNamedFile(const std::string& file)
{
    // Not blocking, for opening a pipe waits for its other end.
    FileDescriptor descriptor(::open(file.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    struct stat status;
    if (!descriptor.valid() || ::fstat(descriptor.number(), &status) != 0) fail(errno);
    if (S_ISDIR(status.st_mode)) fail(EISDIR);
    if (!S_ISREG(status.st_mode) && !isNullDevice(status)) fail("it is no file");
    return descriptor;
}

std::string readNamedFile(const std::string& file, std::size_t largest)
{
    const auto descriptor = openNamedFile(file);
    std::string text;
    char piece[16384];
    while (const auto count = readSome(descriptor, piece, sizeof piece))
    {
        text.append(piece, count);
        if (text.size() > largest) fail(EFBIG);
    }
    return text;
}

std::size_t readSome(const FileDescriptor& file, char* buffer, std::size_t size)
{
    for (;;)
    {
        const auto count = ::read(file.number(), buffer, size);
        if (count >= 0) return static_cast<std::size_t>(count);
        if (errno != EINTR) fail(errno);
    }
}

} // namespace flyte_webhook::host
