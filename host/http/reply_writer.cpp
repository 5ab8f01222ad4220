#include "reply_writer.h"
#include "outgoing_pieces.h"
#include <algorithm>

namespace flyte_webhook::host
{

ClientSocket::Outcome ReplyWriter::flush(ClientSocket& socket) noexcept
{
    const auto ofHead = std::min(_sent, _head.size());
    OutgoingPieces pieces;
    pieces.add(std::string_view(_head).substr(ofHead));
    pieces.add(body().substr(_sent - ofHead));
    const auto outcome = pieces.send(socket, _sent);
    if (outcome == ClientSocket::Outcome::Moved) clear();
    return outcome;
}

void ReplyWriter::clear() noexcept
{
    _head.clear();
    std::string().swap(_body); // a big one is not kept: assigning an empty one would only empty it
    _shared = {};
    _sent = _milestone = 0;
    if (_counted > 0) _budget.giveBack(_counted);
    _counted = 0;
}

bool ReplyWriter::madeWay() noexcept
{
    constexpr std::size_t least = 64 << 10, parts = 16;
    const auto way = std::max(least, (_head.size() + body().size()) / parts);
    if (_sent - _milestone < way) return false;
    _milestone = _sent;
    return true;
}

} // namespace flyte_webhook::host
