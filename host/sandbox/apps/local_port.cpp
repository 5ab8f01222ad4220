#include "sandbox/apps/local_port.h"
#include "sandbox/base/descriptor.h"
#include <arpa/inet.h>
#include <cerrno>
#include <netinet/in.h>
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

} // namespace

unsigned short freePort(unsigned short wanted)
{
    if (wanted != 0)
        if (const auto port = boundPort(wanted); port != 0) return port;
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
