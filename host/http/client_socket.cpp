#include "client_socket.h"
#include <cerrno>
#include <sys/socket.h>

namespace flyte_webhook::host
{

namespace
{

Transfer transferOf(ssize_t moved) noexcept
{
    using Outcome = Transfer::Outcome;
    if (moved > 0) return {Outcome::Moved, static_cast<std::size_t>(moved)};
    if (moved < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return {Outcome::Blocked};
    return {Outcome::Ended};
}

template <typename Call> ssize_t uninterrupted(Call call) noexcept
{
    ssize_t moved;
    do moved = call();
    while (moved < 0 && errno == EINTR);
    return moved;
}

} // namespace

ClientSocket::ClientSocket(FileDescriptor descriptor, const TlsContext* tls) : _descriptor(std::move(descriptor))
{
    if (tls) _tls = std::make_unique<TlsStream>(tls->begin(this->descriptor()));
}

ClientSocket::Start ClientSocket::start() noexcept
{
    if (!_tls) return Start::Ready;
    switch (_tls->shakeHands())
    {
    case TlsStream::Handshake::Done: return Start::Ready;
    case TlsStream::Handshake::Blocked: return Start::Blocked;
    case TlsStream::Handshake::PlainHttp: _tls.reset(); return Start::PlainHttp;
    case TlsStream::Handshake::Failed: break;
    }
    return Start::Ended;
}

Transfer ClientSocket::receive(char* space, std::size_t size) noexcept
{
    if (_tls) return _tls->receive(space, size);
    return transferOf(uninterrupted([&] { return ::recv(descriptor(), space, size, 0); }));
}

Transfer ClientSocket::send(iovec* pieces, std::size_t count) noexcept
{
    if (_tls) return _tls->send(pieces, count);
    msghdr message{};
    message.msg_iov = pieces;
    message.msg_iovlen = count;
    return transferOf(uninterrupted([&] { return ::sendmsg(descriptor(), &message, MSG_NOSIGNAL); }));
}

void ClientSocket::endOutput() noexcept
{
    _tls.reset(); // what the client still sends is dropped, so nobody need decipher it
    ::shutdown(descriptor(), SHUT_WR);
}

void ClientSocket::breakOff() noexcept
{
    if (_tls) _tls->abandon();
    constexpr linger atOnce{1, 0};
    ::setsockopt(descriptor(), SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
}

} // namespace flyte_webhook::host
