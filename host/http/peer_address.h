#pragma once
#include <netinet/in.h>
#include <string>

namespace flyte_webhook::host
{

/// Where a connection comes from; small, because each idle connection keeps one.
union PeerAddress
{
    sockaddr any;
    sockaddr_in v4;
    sockaddr_in6 v6;

    /// The address without its port. An IPv4 client of an IPv6 listener is shown as the IPv4 address it is.
    std::string text() const;
};

} // namespace flyte_webhook::host
