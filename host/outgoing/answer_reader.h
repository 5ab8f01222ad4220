#pragma once
#include "outgoing/answer_head.h"
#include "outgoing/connection.h"
#include "outgoing/http_client.h"
#include <string>
#include <string_view>

namespace flyte_webhook::host::outgoing
{

/// Reads one HTTP/1.1 answer from a connection, strictly and within bounds. Thread: one at a time.
class AnswerReader
{
public:
    /// `maxBody` in bytes; the head may have 64 KiB.
    AnswerReader(Connection& connection, Patience& patience, std::size_t maxBody);

    /// The answer to a request of that method. Throws OutgoingFailure: broken off, no HTTP, too large, out of patience.
    OutgoingAnswer read(std::string_view method);

    bool receivedAny() const noexcept { return _receivedAny; } ///< whether anything came at all
    bool mayReuse() const noexcept { return _mayReuse; }       ///< whether the connection is good for another request

private:
    AnswerHead readHead();
    void readBody(const AnswerHead& head, std::string& body);
    void readChunks(std::string& body);
    void readUntilEnd(std::string& body);
    void take(std::string& body, std::size_t length);
    std::string_view takeLine();
    bool fill();
    std::string_view unread() const { return std::string_view(_buffer).substr(_used); }

    Connection& _connection;
    Patience& _patience;
    const std::size_t _maxBody;
    std::string _buffer;    ///< what came and is not in a body yet
    std::size_t _used = 0;  ///< how much of it is done with
    std::size_t _linesLeft; ///< bytes that lines may still have
    bool _receivedAny = false;
    bool _mayReuse = false;
};

} // namespace flyte_webhook::host::outgoing
