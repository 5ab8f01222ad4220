#include "sandbox/apps/local_port.h"
#include "sandbox/base/descriptor.h"
#include <arpa/inet.h>
#include <cerrno>
#include <fstream>
#include <netinet/in.h>
#include <random>
#include <sys/socket.h>
#include <system_error>

namespace flyte_webhook::sandbox
{
namespace
{

sockaddr_in localAddress(unsigned short port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

Descriptor makeSocket()
{
    Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!socket) throw std::system_error(errno, std::generic_category(), "cannot make a socket");
    const int yes = 1; // connections of an earlier start that are not forgotten yet do not make the port a taken one
    ::setsockopt(socket.number(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    return socket;
}

/// The port that a socket could be bound to; 0: it is taken.
unsigned short boundPort(unsigned short wanted)
{
    const Descriptor socket = makeSocket();
    sockaddr_in address = localAddress(wanted);
    socklen_t size = sizeof address;
    if (::bind(socket.number(), reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(socket.number(), 1) != 0) return 0;
    ::getsockname(socket.number(), reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin_port);
}

/// The first of the ports that the system gives to whoever asks for any; 0: it does not say.
unsigned firstEphemeralPort()
{
    unsigned first = 0;
    std::ifstream("/proc/sys/net/ipv4/ip_local_port_range") >> first;
    return first;
}

/// One below the ephemeral ports; 0: none was found.
unsigned short portOfOurChoice()
{
    constexpr unsigned lowest = 20000;
    constexpr int tries = 32;
    const unsigned beyond = firstEphemeralPort();
    if (beyond <= lowest || beyond > 65536) return 0;
    std::random_device random;
    std::uniform_int_distribution<unsigned> any(lowest, beyond - 1);
    for (int i = 0; i < tries; ++i)
        if (const auto port = boundPort(static_cast<unsigned short>(any(random))); port != 0) return port;
    return 0;
}

} // namespace

unsigned short freePort(unsigned short wanted)
{
    if (wanted != 0)
        if (const auto port = boundPort(wanted); port != 0) return port;
    // Until the app listens, an ephemeral port could go to somebody else, who would be taken for the app.
    if (const auto port = portOfOurChoice(); port != 0) return port;
    const auto port = boundPort(0);
    if (port == 0) throw std::system_error(errno, std::generic_category(), "no free port on 127.0.0.1");
    return port;
}

bool isListening(unsigned short port)
{
    const Descriptor socket = makeSocket();
    sockaddr_in address = localAddress(port), own{};
    socklen_t size = sizeof own;
    if (::connect(socket.number(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) return false;
    // A socket whose own port happens to be the one that it connects to reaches itself.
    return ::getsockname(socket.number(), reinterpret_cast<sockaddr*>(&own), &size) == 0 && own.sin_port != address.sin_port;
}

} // namespace flyte_webhook::sandbox
