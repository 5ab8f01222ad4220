#include "request_reader.h"
#include "http_server.h"
#include <algorithm>

namespace flyte_webhook::host
{

RequestReader::RequestReader(const HttpLimits& limits, MemoryBudget& memory)
    : _maxBody(limits.maxBody), _input(memory), _scanner(limits.maxHeader), _chunks(limits.maxBody)
{
}

char* RequestReader::space() { return _input.makeSpace(missing()) ? _input.space() : nullptr; }

/// How many bytes are to come; as many as there are already when that is not known, so that the buffer doubles.
std::size_t RequestReader::missing() const noexcept
{
    const auto here = _input.size();
    if (_state != State::Body || _framing.chunked) return here;
    const auto whole = _scanner.size() + _framing.length;
    return whole > here ? whole - here : 0;
}

RequestReader::State RequestReader::parse()
{
    if (_state == State::Head) parseHead();
    if (_state == State::Body) parseBody();
    return _state;
}

void RequestReader::parseHead()
{
    switch (_scanner.scan(_input.data(), _input.size()))
    {
    case HeadScanner::State::More: return;
    case HeadScanner::State::Rejected: return reject(_scanner.rejection());
    case HeadScanner::State::Done: break;
    }
    fillRequest();
    if (const auto rejection = Framing::read(_request, _scanner.http11(), _maxBody, _framing); rejection.kind) return reject(rejection);
    _state = State::Body;
}

void RequestReader::parseBody()
{
    if (_framing.chunked) return parseChunks();
    const auto end = _scanner.size() + _framing.length;
    if (_input.size() >= end) complete(_framing.length, end);
}

void RequestReader::parseChunks()
{
    const auto head = _scanner.size();
    auto size = _input.size() - head;
    switch (_chunks.decode(_input.data() + head, size))
    {
    case ChunkedDecoder::State::More: return _input.truncate(head + size);
    case ChunkedDecoder::State::Rejected: return reject(_chunks.rejection());
    case ChunkedDecoder::State::Done: return complete(_chunks.decoded(), head + _chunks.end());
    }
}

void RequestReader::complete(std::size_t bodySize, std::size_t end)
{
    if (_request.method.data() != _scanner.method().in(_input.data()).data()) fillRequest(); // the buffer has moved since
    _request.body = {_input.data() + _scanner.size(), bodySize};
    _end = end;
    _state = State::Whole;
}

void RequestReader::fillRequest()
{
    const char* head = _input.data();
    _request.method = _scanner.method().in(head);
    fillTarget(head);
    _request.headers.clear();
    for (const auto& field : _scanner.fields()) _request.headers.push_back({field.name.in(head), field.value.in(head)});
}

void RequestReader::fillTarget(const char* head)
{
    const auto target = _scanner.target().in(head);
    const auto mark = std::min(target.find('?'), target.size());
    _request.target = target;
    _request.path = target.substr(0, mark);
    _request.query = target.substr(std::min(mark + 1, target.size()));
}

void RequestReader::reject(const Rejection& rejection)
{
    fillRequest();
    _framing.keepAlive = false;
    _rejection = rejection;
    _state = State::Rejected;
}

bool RequestReader::takeExpectation() noexcept
{
    const bool waits = _state == State::Body && _framing.expectsContinue && _input.size() == _scanner.size();
    if (_state == State::Body) _framing.expectsContinue = false; // a client that sends its body no longer waits
    return waits;
}

void RequestReader::next() noexcept
{
    _input.consume(_end);
    forget();
}

void RequestReader::clear() noexcept
{
    _input.clear();
    forget();
}

void RequestReader::forget() noexcept
{
    _scanner.reset();
    _chunks.reset();
    _framing = {};
    _request.method = _request.target = _request.path = _request.query = _request.body = {};
    _request.headers.clear();
    _rejection = {};
    _state = State::Head;
    _end = 0;
}

} // namespace flyte_webhook::host
