#include "answer_reader.h"
#include "transport/transport_failure.h"
#include <algorithm>
#include <charconv>

namespace flyte_webhook::host::transport
{
namespace
{

constexpr std::size_t maxLines = 64 * 1024;
constexpr std::size_t maxStep = 1 << 20; // memory is taken as bytes come, not as they are announced

[[noreturn]] void failAsTooLarge() { throw TransportFailure(Fault::tooLarge); }

std::size_t chunkSize(std::string_view line)
{
    line = line.substr(0, line.find(';'));
    line = line.substr(0, line.find_last_not_of(" \t") + 1);
    std::size_t size = 0;
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), size, 16);
    if (error != std::errc() || end != line.data() + line.size()) throw TransportFailure(Fault::malformed, "chunk size");
    return size;
}

} // namespace

AnswerReader::AnswerReader(Connection& connection, Patience& patience, ReadBuffer& buffer)
    : _connection(connection), _patience(patience), _buffer(buffer), _linesLeft(maxLines)
{
}

std::string_view AnswerReader::peek(std::size_t count)
{
    while (_buffer.view().size() < count && fill())
    {
    }
    return _buffer.view().substr(0, count);
}

const AnswerHead& AnswerReader::readHead(const HeaderSink& sink)
{
    do
    {
        _head.emplace(takeLine());
        for (auto line = takeLine(); !line.empty(); line = takeLine())
        {
            const auto header = _head->add(line);
            if (!_head->interim()) sink(header);
        }
    } while (_head->interim());
    frame();
    return *_head;
}

/// A length beside chunks does not count (RFC 9112, 6.3).
void AnswerReader::frame()
{
    if (!_head->mayHaveBody())
        _framing = Framing::none;
    else if (_head->chunked())
        _framing = Framing::chunked;
    else if (_head->length())
        _framing = Framing::length;
    else
        _framing = Framing::untilEnd;
    if (_framing == Framing::length) _left = *_head->length();
}

void AnswerReader::readBody(std::string& body, std::size_t most)
{
    while (more(body, most))
    {
    }
}

bool AnswerReader::more(std::string& body, std::size_t most)
{
    if (_ended) return false;
    if (_framing == Framing::untilEnd) return moreUntilEnd(body, most);
    if (_framing == Framing::chunked && _left == 0 && !beginChunk(most - std::min(most, body.size()))) return end();
    if (_left == 0 || _framing == Framing::none) return end();
    if (_left > most - std::min(most, body.size())) failAsTooLarge();
    takePiece(body);
    return true;
}

/// False behind the last chunk and its trailers.
bool AnswerReader::beginChunk(std::size_t room)
{
    if (_inChunks && !takeLine().empty()) throw TransportFailure(Fault::malformed, "chunk end");
    _linesLeft = maxLines;
    _inChunks = true;
    _left = chunkSize(takeLine());
    if (_left > room) failAsTooLarge();
    if (_left > 0) return true;
    while (!takeLine().empty())
    {
    } // trailers
    return false;
}

bool AnswerReader::moreUntilEnd(std::string& body, std::size_t most)
{
    if (_buffer.empty() && !fill()) return end();
    body += _buffer.view();
    _buffer.take(_buffer.view().size());
    if (body.size() > most) failAsTooLarge();
    return true;
}

bool AnswerReader::end()
{
    _ended = true;
    return false;
}

/// What is in the buffer, else straight from the connection.
void AnswerReader::takePiece(std::string& body)
{
    if (!_buffer.empty())
    {
        const auto piece = _buffer.view().substr(0, _left);
        body += piece;
        _buffer.take(piece.size());
        _left -= piece.size();
        return;
    }
    const auto held = body.size();
    body.resize(held + std::min({_left, std::max<std::size_t>(held, 16 * 1024), maxStep}));
    const auto count = _connection.read(body.data() + held, body.size() - held, _patience);
    body.resize(held + count);
    if (count == 0) throw TransportFailure(Fault::broken, "the body ended early");
    _left -= count;
}

/// The next line without its end; it holds until the next call.
std::string_view AnswerReader::takeLine()
{
    auto end = _buffer.view().find('\n');
    for (; end == std::string_view::npos; end = _buffer.view().find('\n'))
    {
        if (_buffer.view().size() > _linesLeft) failAsTooLarge();
        if (!fill()) throw TransportFailure(Fault::broken, "the answer ended early");
    }
    auto line = _buffer.view().substr(0, end);
    _buffer.take(end + 1);
    if (line.size() + 1 > _linesLeft) failAsTooLarge();
    _linesLeft -= line.size() + 1;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    return line;
}

/// Waits for more; false at the end.
bool AnswerReader::fill()
{
    const bool any = _buffer.fill(_connection, _patience);
    _receivedAny |= any;
    return any;
}

} // namespace flyte_webhook::host::transport
