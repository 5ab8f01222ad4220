#include "connection.h"
#include "tls/socket_bio.h"
#include "tls/tls_error.h"
#include "transport/transport_failure.h"
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>

namespace flyte_webhook::host::transport
{
namespace
{

constexpr int silenceBeforeProbe = 30, probeInterval = 10, probes = 2; // seconds, seconds, how many
constexpr std::chrono::seconds readSlice{1};                           // how long one system call may wait for bytes
constexpr unsigned acknowledgeTimeout = 30'000;                        // milliseconds
constexpr std::size_t tlsReadAtOnce = 256 << 10;                       // bytes; then the time is looked at

std::string systemError(const std::string& what) { return what + ": " + std::strerror(errno); }

[[noreturn]] void failToConnect(const std::string& cause) { throw TransportFailure(Fault::unreachable, cause); }

[[noreturn]] void failAsBroken(const std::string& cause) { throw TransportFailure(Fault::broken, cause); }

/// Before a call of TLS: no error is its own that was there already, and it ends however much comes that TLS handles by itself.
void prepareFor(SSL* session)
{
    ERR_clear_error();
    errno = 0;
    limitReading(SSL_get_rbio(session), tlsReadAtOnce);
}

/// Why a call of TLS failed. OpenSSL has no words for a connection that goes; then the system may have some.
std::string tlsProblem()
{
    if (ERR_peek_last_error() != 0) return tlsError();
    return errno != 0 ? std::strerror(errno) : "the other side closed the connection";
}

template <typename Value> void set(int socket, int level, int option, Value value)
{
    ::setsockopt(socket, level, option, &value, sizeof value);
}

/// The other side is taken for gone when it is silent to probes, or acknowledges nothing of what was sent: a network that swallows
/// packets tells nobody.
FileDescriptor openSocket(const Poco::Net::SocketAddress& address)
{
    FileDescriptor socket(::socket(address.af(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!socket.valid()) throw TransportFailure(Fault::noResources, systemError("socket"));
    set(socket.number(), IPPROTO_TCP, TCP_NODELAY, 1);
    set(socket.number(), SOL_SOCKET, SO_KEEPALIVE, 1);
    set(socket.number(), IPPROTO_TCP, TCP_KEEPIDLE, silenceBeforeProbe);
    set(socket.number(), IPPROTO_TCP, TCP_KEEPINTVL, probeInterval);
    set(socket.number(), IPPROTO_TCP, TCP_KEEPCNT, probes);
    set(socket.number(), IPPROTO_TCP, TCP_USER_TIMEOUT, acknowledgeTimeout);
    set(socket.number(), SOL_SOCKET, SO_RCVTIMEO, timeval{readSlice.count(), 0});
    return socket;
}

} // namespace

Connection::Connection(const Poco::Net::SocketAddress& address, Patience& patience, Patience::Clock::time_point until)
    : _address(address), _socket(openSocket(address)), _session(nullptr, &SSL_free)
{
    connect(patience, until);
    ::fcntl(_socket.number(), F_SETFL, 0); // from now on a read waits by itself
}

void Connection::connect(Patience& patience, Patience::Clock::time_point until)
{
    if (::connect(_socket.number(), _address.addr(), _address.length()) == 0) return;
    if (errno != EINPROGRESS) failToConnect(systemError(_address.toString()));
    if (!patience.await(_socket.number(), POLLOUT, until)) failToConnect(_address.toString() + ": no answer");
    socklen_t size = sizeof errno;
    const bool asked = ::getsockopt(_socket.number(), SOL_SOCKET, SO_ERROR, &errno, &size) == 0;
    if (!asked || errno != 0) failToConnect(systemError(_address.toString()));
}

void Connection::secure(const Tls& tls, const std::string& host, Patience& patience, Patience::Clock::time_point until,
                        Tls::Protocol protocol)
{
    ::fcntl(_socket.number(), F_SETFL, O_NONBLOCK);
    _session = tls.begin(_socket.number(), host, protocol);
    shakeHands(patience, until);
}

void Connection::shakeHands(Patience& patience, Patience::Clock::time_point until)
{
    for (;;)
    {
        prepareFor(_session.get());
        const auto result = SSL_do_handshake(_session.get());
        if (result == 1) return;
        const auto events = retryEvents(result);
        if (!events) failHandshake();
        if (!patience.await(_socket.number(), events, until)) failToConnect(_address.toString() + ": no answer to the TLS handshake");
    }
}

void Connection::failHandshake() const
{
    const bool noProtocol = ERR_GET_REASON(ERR_peek_last_error()) == SSL_R_TLSV1_ALERT_NO_APPLICATION_PROTOCOL;
    const auto verified = SSL_get_verify_result(_session.get());
    const bool trusted = verified == X509_V_OK;
    const auto problem = tlsProblem() + (trusted ? "" : std::string(": ") + X509_verify_cert_error_string(verified));
    throw TransportFailure(!trusted     ? Fault::untrusted
                           : noProtocol ? Fault::noCommonProtocol
                                        : Fault::noTls,
                           _address.toString() + ": TLS handshake: " + problem);
}

std::string_view Connection::protocol() const
{
    const unsigned char* name = nullptr;
    unsigned size = 0;
    if (_session) SSL_get0_alpn_selected(_session.get(), &name, &size);
    return {reinterpret_cast<const char*>(name), size};
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

void Connection::write(std::string_view head, std::string_view body, Patience& patience)
{
    while (!head.empty() || !body.empty())
    {
        const auto bytes = [](std::string_view text) { return iovec{const_cast<char*>(text.data()), text.size()}; };
        const iovec pieces[]{bytes(head), bytes(body)};
        const auto [count, events] = _session ? writeSecure(head.empty() ? body : head) : writePlain(pieces, 2);
        if (events) patience.await(_socket.number(), events);
        const auto ofHead = std::min(count, head.size());
        head.remove_prefix(ofHead);
        body.remove_prefix(count - ofHead);
    }
}

std::size_t Connection::read(char* buffer, std::size_t size, Patience& patience)
{
    patience.check(); // bytes that come without a pause are never waited for
    if (!_session) return readPlain(buffer, size, patience);
    for (;;)
    {
        const auto [count, events] = readSecure(buffer, size);
        if (!events) return count;
        patience.await(_socket.number(), events);
    }
}

Connection::Progress Connection::writePlain(const iovec* pieces, std::size_t count)
{
    msghdr message{};
    message.msg_iov = const_cast<iovec*>(pieces);
    message.msg_iovlen = count;
    const auto sent = ::sendmsg(_socket.number(), &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && (errno == EAGAIN || errno == EINTR)) return {0, POLLOUT};
    if (sent < 0) failAsBroken(systemError("send"));
    _sent += static_cast<std::size_t>(sent);
    return {static_cast<std::size_t>(sent), 0};
}

/// One system call waits and reads, as long as there is time for a whole slice.
std::size_t Connection::readPlain(char* buffer, std::size_t size, Patience& patience)
{
    for (;;)
    {
        const bool waits = patience.left() > readSlice;
        if (!waits) patience.await(_socket.number(), POLLIN);
        int error = 0;
        const auto receive = [&]
        {
            const auto count = ::recv(_socket.number(), buffer, size, waits ? 0 : MSG_DONTWAIT);
            error = errno;
            return count;
        };
        const auto received = patience.during(_socket.number(), receive);
        if (received >= 0) return static_cast<std::size_t>(received);
        if (error != EAGAIN && error != EINTR) failAsBroken(std::string("recv: ") + std::strerror(error));
    }
}

Connection::Progress Connection::writeSecure(std::string_view data)
{
    std::size_t count = 0;
    _sent += data.size(); // how much of a record left is not known
    prepareFor(_session.get());
    const auto result = SSL_write_ex(_session.get(), data.data(), data.size(), &count);
    if (result == 1) return {count, 0};
    if (const auto events = retryEvents(result)) return {0, events};
    failAsBroken("TLS write: " + tlsProblem());
}

Connection::Progress Connection::readSecure(char* buffer, std::size_t size)
{
    std::size_t count = 0;
    prepareFor(_session.get());
    const auto result = SSL_read_ex(_session.get(), buffer, size, &count);
    if (result == 1) return {count, 0};
    if (const auto events = retryEvents(result)) return {0, events};
    if (SSL_get_error(_session.get(), result) == SSL_ERROR_ZERO_RETURN) return {0, 0};
    failAsBroken("TLS read: " + tlsProblem());
}

bool Connection::isFresh() const
{
    char first;
    if (!_session) return ::recv(_socket.number(), &first, 1, MSG_PEEK | MSG_DONTWAIT) < 0 && errno == EAGAIN;
    std::size_t count = 0;
    prepareFor(_session.get());
    const auto result = SSL_peek_ex(_session.get(), &first, 1, &count); // takes what TLS itself sends after the handshake
    return result != 1 && retryEvents(result) == POLLIN;
}

} // namespace flyte_webhook::host::transport
