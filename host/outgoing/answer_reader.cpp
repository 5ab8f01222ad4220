#include "answer_reader.h"
#include "outgoing/outgoing_failure.h"
#include <algorithm>
#include <array>
#include <charconv>

namespace flyte_webhook::host::outgoing
{
namespace
{

constexpr std::size_t maxLines = 64 * 1024;
constexpr std::size_t readSize = 16 * 1024;

[[noreturn]] void failAsTooLarge() { throw OutgoingFailure(FW_HTTP_TOO_LARGE, "the target's answer is too large"); }

std::size_t chunkSize(std::string_view line)
{
    line = line.substr(0, line.find(';'));
    line = line.substr(0, line.find_last_not_of(" \t") + 1);
    std::size_t size = 0;
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), size, 16);
    if (error != std::errc() || end != line.data() + line.size())
        throw OutgoingFailure(FW_HTTP_UNREACHABLE, "the target's answer is no valid HTTP", "chunk size");
    return size;
}

} // namespace

AnswerReader::AnswerReader(Connection& connection, Patience& patience, std::size_t maxBody)
    : _connection(connection), _patience(patience), _maxBody(maxBody), _linesLeft(maxLines)
{
}

OutgoingAnswer AnswerReader::read(std::string_view method)
{
    auto head = readHead();
    while (head.interim()) head = readHead();
    OutgoingAnswer answer;
    answer.status = head.status();
    if (head.hasBody(method)) readBody(head, answer.body);
    const bool endTold = !head.hasBody(method) || head.chunked() || head.length();
    _mayReuse = endTold && head.keepsConnection() && unread().empty();
    answer.headers = head.takeHeaders();
    return answer;
}

AnswerHead AnswerReader::readHead()
{
    AnswerHead head(takeLine());
    for (auto line = takeLine(); !line.empty(); line = takeLine()) head.add(line);
    return head;
}

/// A length beside chunks does not count (RFC 9112, 6.3).
void AnswerReader::readBody(const AnswerHead& head, std::string& body)
{
    if (head.chunked()) return readChunks(body);
    if (!head.length()) return readUntilEnd(body);
    if (*head.length() > _maxBody) failAsTooLarge();
    body.reserve(*head.length());
    take(body, *head.length());
}

void AnswerReader::readChunks(std::string& body)
{
    for (auto size = chunkSize(takeLine()); size > 0; size = chunkSize(takeLine()))
    {
        if (size > _maxBody - body.size()) failAsTooLarge();
        take(body, size);
        if (!takeLine().empty()) throw OutgoingFailure(FW_HTTP_UNREACHABLE, "the target's answer is no valid HTTP", "chunk end");
        _linesLeft = maxLines;
    }
    while (!takeLine().empty())
    {
    } // trailers
}

void AnswerReader::readUntilEnd(std::string& body)
{
    do
    {
        body += unread();
        _used = _buffer.size();
        if (body.size() > _maxBody) failAsTooLarge();
    } while (fill());
}

void AnswerReader::take(std::string& body, std::size_t length)
{
    while (length > 0)
    {
        if (unread().empty() && !fill()) throw BrokenConnection("the body ended early");
        const auto piece = unread().substr(0, length);
        body += piece;
        _used += piece.size();
        length -= piece.size();
    }
}

/// The next line without its end; it holds until the next call.
std::string_view AnswerReader::takeLine()
{
    auto end = unread().find('\n');
    for (; end == std::string_view::npos; end = unread().find('\n'))
    {
        if (unread().size() > _linesLeft) failAsTooLarge();
        if (!fill()) throw BrokenConnection("the answer ended early");
    }
    auto line = unread().substr(0, end);
    _used += end + 1;
    if (line.size() + 1 > _linesLeft) failAsTooLarge();
    _linesLeft -= line.size() + 1;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    return line;
}

/// Waits for more; false at the end.
bool AnswerReader::fill()
{
    _buffer.erase(0, std::exchange(_used, 0));
    const auto held = _buffer.size();
    _buffer.resize(held + readSize);
    const auto count = _connection.read(_buffer.data() + held, readSize, _patience);
    _buffer.resize(held + count);
    _receivedAny |= count > 0;
    return count > 0;
}

} // namespace flyte_webhook::host::outgoing
