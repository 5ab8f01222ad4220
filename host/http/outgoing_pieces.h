#pragma once
#include "http/client_socket.h"
#include <array>
#include <chrono>
#include <string_view>

namespace flyte_webhook::host
{

/// Up to four pieces of memory that leave one behind the other, with as few system calls as the socket allows. Borrows the memory.
class OutgoingPieces
{
public:
    /// Adds a piece; an empty one is left out.
    void add(std::string_view piece) noexcept;

    bool empty() const noexcept { return _first == _count; }

    /// Sends until all has left (Moved), the socket takes no more (Blocked) or the client has gone. `sent` grows by what left.
    ClientSocket::Outcome send(ClientSocket& socket, std::size_t& sent) noexcept;

    /// Sends all of it, waiting for the client until `patience` is over, however many bytes it takes meanwhile, and until `end` becomes
    /// readable. What was waited is taken from the patience. False: not all left.
    bool sendAll(ClientSocket& socket, std::chrono::steady_clock::duration& patience, int end) noexcept;

private:
    void skip(std::size_t size) noexcept;

    std::array<iovec, 4> _pieces{};
    std::size_t _first = 0;
    std::size_t _count = 0;
};

} // namespace flyte_webhook::host
