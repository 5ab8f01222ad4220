#include "acceptor.h"
#include "base/failure.h"
#include <Poco/Net/NetException.h>
#include <cerrno>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <string_view>
#include <sys/socket.h>
#include <system_error>

namespace flyte_webhook::host
{

namespace
{

constexpr int mostAtOnce = 64;
constexpr int backlog = 4096;

/// Made beforehand: when it is needed, little can be had.
std::string outOfDescriptors()
{
    constexpr auto kind = factsOf(ErrorKind::TooManyConnections);
    const std::string body = R"({"detail":"The server has too many connections at the moment"})";
    return "HTTP/1.1 " + std::to_string(kind.status) +
           " Service Unavailable\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
           kindHeader + ": " + kind.word + "\r\nRetry-After: 1\r\nConnection: close\r\n\r\n" + body;
}

[[noreturn]] void fail(const Poco::Net::SocketAddress& address)
{
    const int error = errno;
    throw Poco::Net::NetException("cannot listen on " + address.toString(), std::system_category().message(error), error);
}

bool set(const FileDescriptor& socket, int level, int option, int value) noexcept
{
    return ::setsockopt(socket.number(), level, option, &value, sizeof value) == 0;
}

FileDescriptor listenOn(const Poco::Net::SocketAddress& address)
{
    FileDescriptor socket(::socket(address.af(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    const bool good = socket.valid() && set(socket, SOL_SOCKET, SO_REUSEADDR, 1) &&
                      set(socket, IPPROTO_TCP, TCP_NODELAY, 1) && // accepted ones inherit it
                      (address.af() != AF_INET6 || set(socket, IPPROTO_IPV6, IPV6_V6ONLY, 0)) &&
                      ::bind(socket.number(), address.addr(), address.length()) == 0 && ::listen(socket.number(), backlog) == 0;
    if (!good) fail(address);
    return socket;
}

FileDescriptor prepared(FileDescriptor socket) noexcept
{
    ::fcntl(socket.number(), F_SETFL, ::fcntl(socket.number(), F_GETFL) | O_NONBLOCK);
    ::fcntl(socket.number(), F_SETFD, FD_CLOEXEC);
    set(socket, IPPROTO_TCP, TCP_NODELAY, 1);
    return socket;
}

Poco::Net::SocketAddress addressOf(const FileDescriptor& socket)
{
    PeerAddress bound{};
    socklen_t size = sizeof bound;
    if (::getsockname(socket.number(), &bound.any, &size) != 0)
        throw std::system_error(errno, std::system_category(), "cannot tell where a socket listens");
    return {&bound.any, size};
}

FileDescriptor spareDescriptor() noexcept { return FileDescriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC)); }

bool isOfThisClientAlone(int error) noexcept { return error == ECONNABORTED || error == EPROTO || error == EINTR || error == EPERM; }

} // namespace

Acceptor::Acceptor(const Poco::Net::SocketAddress& address)
    : _outOfDescriptors(outOfDescriptors()), _socket(listenOn(address)), _spare(spareDescriptor()), _address(addressOf(_socket))
{
}

Acceptor::Acceptor(FileDescriptor listening)
    : _outOfDescriptors(outOfDescriptors()), _socket(prepared(std::move(listening))), _spare(spareDescriptor()),
      _address(addressOf(_socket))
{
}

std::size_t Acceptor::waiting() noexcept
{
    const std::unique_lock lock(_mutex, std::try_to_lock);
    tcp_info info{};
    socklen_t size = sizeof info;
    if (!lock || !_socket.valid() || ::getsockopt(_socket.number(), IPPROTO_TCP, TCP_INFO, &info, &size) != 0) return 0;
    return info.tcpi_unacked; // of a socket that listens: those in its queue
}

void Acceptor::begin(Poller& poller, Poller::Key key)
{
    const std::lock_guard lock(_mutex);
    if (!poller.add(_socket.number(), Poller::input, key))
        throw std::system_error(errno, std::system_category(), "cannot wait for connections");
}

void Acceptor::accept(Poller& poller, Poller::Key key, const Admit& admit, bool plain)
{
    const std::lock_guard lock(_mutex);
    if (!_socket.valid()) return;
    _paused = false;
    for (int i = 0; i < mostAtOnce && acceptOne(admit, plain); ++i)
    {
    }
    if (!_paused) poller.arm(_socket.number(), Poller::input, key); // last: then another thread may accept
}

void Acceptor::resume(Poller& poller, Poller::Key key)
{
    const std::lock_guard lock(_mutex);
    if (!_socket.valid() || !_paused) return;
    if (!_spare.valid()) _spare = spareDescriptor();
    _paused = false;
    poller.arm(_socket.number(), Poller::input, key);
}

void Acceptor::close() noexcept
{
    const std::lock_guard lock(_mutex);
    _socket.close();
    _spare.close();
}

/// False: that is all for now.
bool Acceptor::acceptOne(const Admit& admit, bool plain)
{
    PeerAddress peer{};
    auto client = next(peer);
    if (client.valid()) return admit(std::move(client), peer);
    if (errno == EAGAIN || errno == EWOULDBLOCK) return false;
    if (isOfThisClientAlone(errno)) return true;
    const bool noDescriptor = errno == EMFILE || errno == ENFILE;
    if (noDescriptor && refuseOne(plain)) return true;
    _paused = true;
    return false;
}

/// False: not even the spare descriptor could be had.
bool Acceptor::refuseOne(bool plain) noexcept
{
    if (!_spare.valid()) return false;
    _spare.close();
    {
        PeerAddress peer{};
        const auto client = next(peer);
        if (client.valid()) _refused.fetch_add(1, std::memory_order_relaxed);
        if (client.valid() && plain)
            static_cast<void>(::send(client.number(), _outOfDescriptors.data(), _outOfDescriptors.size(), MSG_NOSIGNAL | MSG_DONTWAIT));
    }
    _spare = spareDescriptor();
    return true;
}

FileDescriptor Acceptor::next(PeerAddress& peer) noexcept
{
    socklen_t size = sizeof peer;
    return FileDescriptor(::accept4(_socket.number(), &peer.any, &size, SOCK_NONBLOCK | SOCK_CLOEXEC));
}

} // namespace flyte_webhook::host
