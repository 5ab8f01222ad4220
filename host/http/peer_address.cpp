#include "peer_address.h"
#include <arpa/inet.h>
#include <array>

namespace flyte_webhook::host
{

std::string PeerAddress::text() const
{
    std::array<char, INET6_ADDRSTRLEN> buffer{};
    const void* address = &v4.sin_addr;
    int family = AF_INET;
    if (any.sa_family == AF_INET6)
    {
        const bool mapped = IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr);
        family = mapped ? AF_INET : AF_INET6;
        address = mapped ? &v6.sin6_addr.s6_addr[12] : &v6.sin6_addr.s6_addr[0];
    }
    return ::inet_ntop(family, address, buffer.data(), buffer.size()) ? buffer.data() : "";
}

} // namespace flyte_webhook::host
