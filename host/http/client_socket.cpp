#include "client_socket.h"
#include <cerrno>
#include <sys/socket.h>

namespace flyte_webhook::host
{

namespace
{

ClientSocket::Transfer transferOf(ssize_t moved) noexcept
{
    using Outcome = ClientSocket::Outcome;
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

ClientSocket::Transfer ClientSocket::receive(char* space, std::size_t size) noexcept
{
    return transferOf(uninterrupted([&] { return ::recv(descriptor(), space, size, 0); }));
}

ClientSocket::Transfer ClientSocket::send(iovec* pieces, std::size_t count) noexcept
{
    msghdr message{};
    message.msg_iov = pieces;
    message.msg_iovlen = count;
    return transferOf(uninterrupted([&] { return ::sendmsg(descriptor(), &message, MSG_NOSIGNAL); }));
}

void ClientSocket::endOutput() noexcept { ::shutdown(descriptor(), SHUT_WR); }

void ClientSocket::breakOff() noexcept
{
    constexpr linger atOnce{1, 0};
    ::setsockopt(descriptor(), SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
}

} // namespace flyte_webhook::host
