#include "outgoing_pieces.h"
#include <algorithm>
#include <cerrno>
#include <poll.h>

namespace flyte_webhook::host
{

namespace
{

/// Whether the socket takes bytes before `patience` is over and before `end` becomes readable.
bool waitUntilWritable(int socket, std::chrono::milliseconds patience, int end) noexcept
{
    std::array<pollfd, 2> watched{{{socket, POLLOUT, 0}, {end, POLLIN, 0}}};
    int ready;
    do ready = ::poll(watched.data(), watched.size(), static_cast<int>(patience.count()));
    while (ready < 0 && errno == EINTR);
    return ready > 0 && watched[1].revents == 0;
}

} // namespace

void OutgoingPieces::add(std::string_view piece) noexcept
{
    if (!piece.empty()) _pieces[_count++] = {const_cast<char*>(piece.data()), piece.size()};
}

ClientSocket::Outcome OutgoingPieces::send(ClientSocket& socket, std::size_t& sent) noexcept
{
    while (!empty())
    {
        const auto transfer = socket.send(_pieces.data() + _first, _count - _first);
        if (transfer.outcome != ClientSocket::Outcome::Moved) return transfer.outcome;
        skip(transfer.size);
        sent += transfer.size;
    }
    return ClientSocket::Outcome::Moved;
}

bool OutgoingPieces::sendAll(ClientSocket& socket, std::chrono::milliseconds patience, int end) noexcept
{
    for (std::size_t sent = 0;;)
    {
        const auto outcome = send(socket, sent);
        if (outcome == ClientSocket::Outcome::Moved) return true;
        if (outcome == ClientSocket::Outcome::Ended || !waitUntilWritable(socket.descriptor(), patience, end)) return false;
    }
}

void OutgoingPieces::skip(std::size_t size) noexcept
{
    while (size > 0)
    {
        auto& piece = _pieces[_first];
        const auto part = std::min(size, piece.iov_len);
        piece.iov_base = static_cast<char*>(piece.iov_base) + part;
        piece.iov_len -= part;
        size -= part;
        if (piece.iov_len == 0) ++_first;
    }
}

} // namespace flyte_webhook::host
