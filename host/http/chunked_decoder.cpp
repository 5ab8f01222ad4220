#include "chunked_decoder.h"
#include "characters.h"
#include <algorithm>
#include <cstdint>
#include <cstring>

namespace flyte_webhook::host
{

namespace
{

/// A trailer field is dropped, but only one that is well-formed.
bool isField(std::string_view line)
{
    const auto colon = line.find(':');
    return colon != 0 && colon != std::string_view::npos && Characters::areToken(line.substr(0, colon)) &&
           Characters::areFieldText(line.substr(colon + 1));
}

} // namespace

ChunkedDecoder::State ChunkedDecoder::decode(char* body, std::size_t& size)
{
    while (advance(body, size))
    {
    }
    if (_rejection.kind) return State::Rejected;
    if (_step == Step::End) return State::Done;
    std::memmove(body + _decoded, body + _raw, size - _raw);
    size -= _raw - _decoded;
    _raw = _decoded;
    return State::More;
}

void ChunkedDecoder::reset() noexcept
{
    _step = Step::Size;
    _decoded = _raw = _left = _trailer = 0;
    _rejection = {};
}

bool ChunkedDecoder::advance(char* body, std::size_t size)
{
    switch (_step)
    {
    case Step::Size: return takeSize(body, size);
    case Step::Data: return takeData(body, size);
    case Step::DataEnd: return takeDataEnd(body, size);
    case Step::Trailer: return takeTrailer(body, size);
    case Step::End: break;
    }
    return false;
}

bool ChunkedDecoder::takeSize(const char* body, std::size_t size)
{
    const auto line = takeLine(body, size, longestSizeLine, "A chunk's extension is too long");
    return line && beginChunk(*line);
}

bool ChunkedDecoder::beginChunk(std::string_view line)
{
    constexpr std::size_t mostDigits = 16;
    std::uint64_t size = 0;
    std::size_t digits = 0;
    for (; digits < line.size() && Characters::hex(line[digits]) >= 0; ++digits)
    {
        if (digits == mostDigits) return reject(ErrorKind::MalformedRequest, "A chunk's size is too long");
        size = size << 4 | static_cast<std::uint64_t>(Characters::hex(line[digits]));
    }
    const auto extension = line.substr(digits);
    if (digits == 0 || (!extension.empty() && extension.front() != ';') || !Characters::areFieldText(extension))
        return reject(ErrorKind::MalformedRequest, "A chunk must begin with its size in hexadecimal digits");
    if (size > _most - _decoded) return reject(ErrorKind::BodyTooLarge, "The request's body is too large");
    _left = size;
    _step = size > 0 ? Step::Data : Step::Trailer;
    return true;
}

bool ChunkedDecoder::takeData(char* body, std::size_t size)
{
    const auto count = std::min(_left, size - _raw);
    std::memmove(body + _decoded, body + _raw, count);
    _decoded += count;
    _raw += count;
    _left -= count;
    if (_left > 0) return false;
    _step = Step::DataEnd;
    return true;
}

bool ChunkedDecoder::takeDataEnd(const char* body, std::size_t size)
{
    constexpr std::string_view lineEnd = "\r\n";
    const auto came = std::string_view(body + _raw, size - _raw).substr(0, lineEnd.size());
    if (came != lineEnd.substr(0, came.size())) return reject(ErrorKind::MalformedRequest, "A chunk is longer than its size says");
    if (came.size() < lineEnd.size()) return false;
    _raw += lineEnd.size();
    _step = Step::Size;
    return true;
}

bool ChunkedDecoder::takeTrailer(const char* body, std::size_t size)
{
    const auto line = takeLine(body, size, longestTrailer - _trailer, "The trailer behind the last chunk is too long");
    if (!line) return false;
    _trailer += line->size() + 2;
    if (line->empty())
        _step = Step::End;
    else if (!isField(*line))
        return reject(ErrorKind::MalformedRequest, "A trailer line must be NAME: VALUE");
    return true;
}

std::optional<std::string_view> ChunkedDecoder::takeLine(const char* body, std::size_t size, std::size_t longest, const char* otherwise)
{
    const auto came = std::string_view(body + _raw, size - _raw).substr(0, longest);
    const auto end = came.find('\n');
    if (end == std::string_view::npos)
    {
        if (came.size() == longest) reject(ErrorKind::MalformedRequest, otherwise);
        return std::nullopt;
    }
    if (end == 0 || came[end - 1] != '\r')
    {
        reject(ErrorKind::MalformedRequest, "Each line between chunks must end with CR LF");
        return std::nullopt;
    }
    _raw += end + 1;
    return came.substr(0, end - 1);
}

bool ChunkedDecoder::reject(ErrorKind kind, const char* detail)
{
    _rejection = {kind, detail};
    return false;
}

} // namespace flyte_webhook::host
