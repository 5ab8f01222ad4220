#pragma once
#include "http/client_socket.h"
#include "http/reply_head.h"
#include <string>

namespace flyte_webhook::host
{

/// Holds an answer until it has left. Thread: one at a time.
class ReplyWriter
{
public:
    /// Appends a head.
    void addHead(const HttpReply& reply, const ReplyFraming& framing) { _formatter.append(_head, reply, framing); }

    /// Appends bytes to the head.
    void add(std::string_view text) { _head.append(text); }

    /// Takes the body that follows the head.
    void setBody(std::string body) noexcept { _body = std::move(body); }

    bool pending() const noexcept { return _sent < _head.size() + _body.size(); }

    /// Sends what the client takes now. Moved: all has left.
    ClientSocket::Outcome flush(ClientSocket& socket) noexcept;

    /// The bytes that wait, to be sent together with others; they are then forgotten by clear().
    std::string_view head() const noexcept { return _head; }

    void clear() noexcept;

private:
    ReplyHead _formatter;
    std::string _head;
    std::string _body;
    std::size_t _sent = 0;
};

} // namespace flyte_webhook::host
