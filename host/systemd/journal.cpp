#include "journal.h"
#include <cstdlib>
#include <cstring>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

namespace flyte_webhook::host
{

bool isJournal(int descriptor) noexcept
{
    const char* stream = std::getenv("JOURNAL_STREAM");
    struct stat about
    {
    };
    if (!stream || ::fstat(descriptor, &about) != 0) return false;
    return std::to_string(about.st_dev) + ":" + std::to_string(about.st_ino) == stream;
}

FileDescriptor connectToJournal(const std::string& address) noexcept
{
    sockaddr_un place{};
    place.sun_family = AF_UNIX;
    if (address.size() >= sizeof place.sun_path) return {};
    std::memcpy(place.sun_path, address.data(), address.size());
    FileDescriptor socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!socket.valid() || ::connect(socket.number(), reinterpret_cast<const sockaddr*>(&place), sizeof place) != 0) return {};
    return socket;
}

} // namespace flyte_webhook::host
