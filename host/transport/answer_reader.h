#pragma once
#include "transport/answer_head.h"
#include "transport/connection.h"
#include "transport/read_buffer.h"
#include <functional>
#include <string>
#include <string_view>

namespace flyte_webhook::host::transport
{

/// Reads one HTTP/1.1 answer from a connection, strictly and within bounds: readHead(), then readBody() or more(). Every function throws
/// TransportFailure: broken off, no HTTP, too large, out of patience. Thread: one at a time.
class AnswerReader
{
public:
    using HeaderSink = std::function<void(const HeaderLine&)>;

    /// What `buffer` holds already comes first; it must outlive the reader.
    AnswerReader(Connection& connection, Patience& patience, ReadBuffer& buffer);

    /// The first bytes of what is to be read, without taking them; fewer where it ends before.
    std::string_view peek(std::size_t count);

    /// The head of the answer; `sink` gets its headers. Interim answers before it are passed over. All of it may have 64 KiB.
    const AnswerHead& readHead(const HeaderSink& sink);

    /// Says that there is no body, whatever the head says: the request was a HEAD.
    void expectNoBody() noexcept { _framing = Framing::none; }

    /// The rest of the body, appended; `most` bounds the whole text.
    void readBody(std::string& body, std::size_t most);

    /// The next piece of the body, appended; false at its end. `most` bounds the whole text.
    bool more(std::string& body, std::size_t most);

    /// Whether the end of the body is told, other than by the end of the connection.
    bool endIsTold() const noexcept { return _framing != Framing::untilEnd; }

    bool receivedAny() const noexcept { return _receivedAny; } ///< whether anything came at all

    /// Whether the connection is good for another request, once the body is read whole.
    bool mayReuse() const noexcept { return _ended && endIsTold() && _head && _head->keepsConnection() && _buffer.empty(); }

private:
    enum class Framing
    {
        none,
        length,
        chunked,
        untilEnd
    };
    void frame();
    bool beginChunk(std::size_t room);
    bool moreUntilEnd(std::string& body, std::size_t most);
    bool end();
    void takePiece(std::string& body);
    std::string_view takeLine();
    bool fill();

    Connection& _connection;
    Patience& _patience;
    ReadBuffer& _buffer;
    std::optional<AnswerHead> _head;
    Framing _framing = Framing::none;
    std::size_t _left = 0;  ///< bytes of the body or chunk that are still to come
    std::size_t _linesLeft; ///< bytes that lines may still have
    bool _inChunks = false; ///< a chunk was read
    bool _ended = false;
    bool _receivedAny = false;
};

} // namespace flyte_webhook::host::transport
