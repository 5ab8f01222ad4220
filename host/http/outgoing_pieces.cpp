#include "outgoing_pieces.h"
#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdint>
#include <poll.h>

namespace flyte_webhook::host
{

namespace
{

using Clock = std::chrono::steady_clock;

/// Whether the socket takes bytes, or has what it must receive before that, before `until` and before `end` becomes readable.
bool waitUntilWritable(const ClientSocket& socket, Clock::time_point until, int end) noexcept
{
    const short wanted = socket.reversed() ? POLLIN : POLLOUT;
    std::array<pollfd, 2> watched{{{socket.descriptor(), wanted, 0}, {end, POLLIN, 0}}};
    int ready;
    do
    {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
        if (left.count() <= 0) return false;
        ready = ::poll(watched.data(), watched.size(), static_cast<int>(std::min<std::int64_t>(left.count(), INT_MAX)));
    } while (ready < 0 && errno == EINTR);
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

bool OutgoingPieces::sendAll(ClientSocket& socket, Clock::duration& patience, int end) noexcept
{
    std::size_t sent = 0;
    auto outcome = send(socket, sent);
    while (outcome == ClientSocket::Outcome::Blocked)
    {
        const auto begun = Clock::now();
        const bool writable = waitUntilWritable(socket, begun + patience, end);
        patience -= Clock::now() - begun;
        if (!writable) break;
        outcome = send(socket, sent);
    }
    return outcome == ClientSocket::Outcome::Moved;
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
