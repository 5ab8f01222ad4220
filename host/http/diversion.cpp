#include "diversion.h"
#include <sys/socket.h>

namespace flyte_webhook::host
{

namespace
{

void setLeast(int descriptor, std::size_t bytes) noexcept
{
    const int least = static_cast<int>(bytes);
    ::setsockopt(descriptor, SOL_SOCKET, SO_RCVLOWAT, &least, sizeof least);
}

} // namespace

void Diversion::await(int descriptor) const noexcept { setLeast(descriptor, _beginning.size()); }

bool Diversion::wants(int descriptor) const noexcept
{
    std::string begun(_beginning.size(), '\0'); // short: nothing is allocated
    const auto size = ::recv(descriptor, begun.data(), begun.size(), MSG_PEEK | MSG_DONTWAIT);
    if (size > 0) setLeast(descriptor, 1);
    return begun == _beginning;
}

} // namespace flyte_webhook::host
