#include "connection.h"
#include "outgoing/outgoing_failure.h"
#include "tls/tls_error.h"
#include <Poco/Net/SocketAddress.h>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <poll.h>
#include <sys/socket.h>

namespace flyte_webhook::host::outgoing
{
namespace
{

std::string systemError(const char* what) { return std::string(what) + ": " + std::strerror(errno); }

[[noreturn]] void failToConnect(std::string cause)
{
    throw OutgoingFailure(FW_HTTP_UNREACHABLE, "the target cannot be reached", std::move(cause));
}

FileDescriptor openSocket(const Poco::Net::IPAddress& address)
{
    const int family = address.family() == Poco::Net::IPAddress::IPv6 ? AF_INET6 : AF_INET;
    FileDescriptor socket(::socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (socket.number() < 0) failToConnect(systemError("socket"));
    const int on = 1;
    ::setsockopt(socket.number(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return socket;
}

} // namespace

Connection::Connection(const Url& url, const Poco::Net::IPAddress& address, const Tls& tls, Patience& patience,
                       Patience::Clock::time_point until)
    : _address(address), _socket(openSocket(address)), _session(nullptr, &SSL_free)
{
    connect(url, patience, until);
    if (!url.secure()) return;
    _session = tls.begin(_socket.number(), url.host());
    shakeHands(patience, until);
}

void Connection::connect(const Url& url, Patience& patience, Patience::Clock::time_point until)
{
    const Poco::Net::SocketAddress target(_address, url.port());
    if (::connect(_socket.number(), target.addr(), target.length()) == 0) return;
    if (errno != EINPROGRESS) failToConnect(systemError(target.toString().c_str()));
    if (!patience.await(_socket.number(), POLLOUT, until)) failToConnect(target.toString() + ": no answer");
    socklen_t size = sizeof errno;
    const bool asked = ::getsockopt(_socket.number(), SOL_SOCKET, SO_ERROR, &errno, &size) == 0;
    if (!asked || errno != 0) failToConnect(systemError(target.toString().c_str()));
}

void Connection::shakeHands(Patience& patience, Patience::Clock::time_point until)
{
    for (;;)
    {
        ERR_clear_error();
        const auto result = SSL_do_handshake(_session.get());
        if (result == 1) return;
        const auto events = retryEvents(result);
        if (!events) throw OutgoingFailure(FW_HTTP_UNREACHABLE, handshakeFailure(), _address.toString() + ": " + tlsError());
        if (!patience.await(_socket.number(), events, until)) failToConnect(_address.toString() + ": no answer to the TLS handshake");
    }
}

const char* Connection::handshakeFailure() const
{
    return SSL_get_verify_result(_session.get()) == X509_V_OK ? "no TLS connection to the target can be made"
                                                              : "the target's certificate is not trusted for its host name";
}

short Connection::retryEvents(int result) const
{
    switch (SSL_get_error(_session.get(), result))
    {
    case SSL_ERROR_WANT_READ: return POLLIN;
    case SSL_ERROR_WANT_WRITE: return POLLOUT;
    default: return 0;
    }
}

void Connection::write(std::string_view data, Patience& patience)
{
    while (!data.empty())
    {
        const auto [count, events] = _session ? writeSecure(data) : writePlain(data);
        if (events) patience.await(_socket.number(), events);
        data.remove_prefix(count);
    }
}

std::size_t Connection::read(char* buffer, std::size_t size, Patience& patience)
{
    for (;;)
    {
        const auto [count, events] = _session ? readSecure(buffer, size) : readPlain(buffer, size);
        if (!events) return count;
        patience.await(_socket.number(), events);
    }
}

Connection::Progress Connection::writePlain(std::string_view data)
{
    const auto sent = ::send(_socket.number(), data.data(), data.size(), MSG_NOSIGNAL);
    if (sent >= 0) return {static_cast<std::size_t>(sent), 0};
    if (errno == EAGAIN || errno == EINTR) return {0, POLLOUT};
    throw BrokenConnection(systemError("send"));
}

Connection::Progress Connection::readPlain(char* buffer, std::size_t size)
{
    const auto received = ::recv(_socket.number(), buffer, size, 0);
    if (received >= 0) return {static_cast<std::size_t>(received), 0};
    if (errno == EAGAIN || errno == EINTR) return {0, POLLIN};
    throw BrokenConnection(systemError("recv"));
}

Connection::Progress Connection::writeSecure(std::string_view data)
{
    std::size_t count = 0;
    ERR_clear_error();
    const auto result = SSL_write_ex(_session.get(), data.data(), data.size(), &count);
    if (result == 1) return {count, 0};
    if (const auto events = retryEvents(result)) return {0, events};
    throw BrokenConnection("TLS write: " + tlsError());
}

Connection::Progress Connection::readSecure(char* buffer, std::size_t size)
{
    std::size_t count = 0;
    ERR_clear_error();
    const auto result = SSL_read_ex(_session.get(), buffer, size, &count);
    if (result == 1) return {count, 0};
    if (const auto events = retryEvents(result)) return {0, events};
    if (SSL_get_error(_session.get(), result) == SSL_ERROR_ZERO_RETURN) return {0, 0};
    throw BrokenConnection("TLS read: " + tlsError());
}

bool Connection::isFresh() const
{
    char first;
    if (!_session) return ::recv(_socket.number(), &first, 1, MSG_PEEK) < 0 && errno == EAGAIN;
    std::size_t count = 0;
    ERR_clear_error();
    const auto result = SSL_peek_ex(_session.get(), &first, 1, &count); // takes what TLS itself sends after the handshake
    return result != 1 && retryEvents(result) == POLLIN;
}

} // namespace flyte_webhook::host::outgoing
