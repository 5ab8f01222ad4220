#include "head_scanner.h"
#include "base/header_text.h"
#include "characters.h"
#include <algorithm>
#include <cstring>
#include <limits>

namespace flyte_webhook::host
{

namespace
{

constexpr auto notFound = std::string_view::npos;

Span span(std::size_t begin, std::size_t size) { return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(size)}; }

/// Where the authority begins in a target of absolute-form; 0: it has another form.
std::size_t authorityOf(std::string_view target)
{
    for (const std::string_view scheme : {"http://", "https://"})
        if (sameName(target.substr(0, scheme.size()), scheme)) return scheme.size();
    return 0;
}

} // namespace

HeadScanner::HeadScanner(std::size_t most) : _most(std::min<std::size_t>(most, std::numeric_limits<std::uint32_t>::max())) {}

void HeadScanner::reset() noexcept
{
    _scanned = _line = 0;
    _state = State::More;
    _http11 = true;
    _method = _target = {};
    _fields.clear();
    _rejection = {};
}

HeadScanner::State HeadScanner::scan(char* head, std::size_t size)
{
    while (_state == State::More && _scanned < size)
    {
        const auto* found = static_cast<const char*>(std::memchr(head + _scanned, '\n', size - _scanned));
        _scanned = found ? static_cast<std::size_t>(found - head) + 1 : size;
        const std::size_t allowed = std::min(_scanned, _most);
        if (found && allowed == _scanned)
            takeLine(head, _scanned);
        else if (!mayBecomeMethod({head + _line, allowed - _line}))
            reject(ErrorKind::MalformedRequest, "The request must begin with a method");
        else if (_scanned > _most)
            reject(ErrorKind::HeaderTooLarge, "The request's header is too large");
    }
    return _state;
}

bool HeadScanner::takeLine(char* head, std::size_t end)
{
    const auto line = span(_line, end - _line);
    if (line.size < 2 || head[end - 2] != '\r') return reject(ErrorKind::MalformedRequest, "Each line of the header must end with CR LF");
    const auto text = span(line.begin, line.size - 2);
    if (text.size == 0)
        takeEmptyLine();
    else if (!(_method.size == 0 ? takeRequestLine(head, text) : takeField(head, text)))
        return false;
    _line = end;
    return true;
}

/// Empty lines in front of a request are of no meaning (RFC 9112, section 2.2), though they count as bytes of its head.
void HeadScanner::takeEmptyLine() noexcept
{
    if (_method.size > 0) _state = State::Done;
}

bool HeadScanner::takeRequestLine(char* head, Span line)
{
    const auto text = line.in(head);
    const auto first = text.find(' ');
    const auto last = text.rfind(' ');
    if (first == last) return reject(ErrorKind::MalformedRequest, "The request line must be METHOD TARGET HTTP/1.1");
    return takeMethod(text.substr(0, first), line) && takeVersion(text.substr(last + 1)) &&
           takeTarget(head, span(line.begin + first + 1, last - first - 1));
}

bool HeadScanner::takeMethod(std::string_view text, Span line)
{
    if (text.empty() || text.size() > longestMethod || !Characters::areToken(text))
        return reject(ErrorKind::MalformedRequest, "The method is malformed");
    _method = span(line.begin, text.size());
    return true;
}

bool HeadScanner::takeVersion(std::string_view version)
{
    const bool wellFormed = version.size() == 8 && version.substr(0, 5) == "HTTP/" && Characters::isDigit(version[5]) &&
                            version[6] == '.' && Characters::isDigit(version[7]);
    if (!wellFormed) return reject(ErrorKind::MalformedRequest, "The request line must be METHOD TARGET HTTP/1.1");
    _http11 = version != "HTTP/1.0";
    return !_http11 || version == "HTTP/1.1" || reject(ErrorKind::UnknownHttpVersion, "Only HTTP/1.1 and HTTP/1.0 are spoken here");
}

bool HeadScanner::takeTarget(char* head, Span target)
{
    const auto text = target.in(head);
    if (text.empty() || !Characters::areTarget(text))
        return reject(ErrorKind::MalformedRequest, "The request target holds a character that must be percent-encoded");
    _target = target;
    if (text.front() == '/' || (text == "*" && _method.in(head) == "OPTIONS")) return true;
    const auto authority = authorityOf(text);
    return authority > 0 ? takeAbsoluteTarget(head, target, authority)
                         : reject(ErrorKind::MalformedRequest, "The request target must be a path that begins with /");
}

bool HeadScanner::takeAbsoluteTarget(char* head, Span target, std::size_t authority)
{
    const auto text = target.in(head);
    const auto end = std::min(text.find_first_of("/?", authority), text.size());
    const auto host = text.substr(authority, end - authority);
    if (host.empty() || !Characters::areAuthority(host))
        return reject(ErrorKind::MalformedRequest, "The request target's host is malformed");
    auto path = end;
    if (path == text.size() || text[path] == '?') head[target.begin + --path] = '/'; // over the host's last byte, which nobody reads
    _target = span(target.begin + path, target.size - path);
    return true;
}

bool HeadScanner::takeField(const char* head, Span line)
{
    if (_fields.size() == mostFields) return reject(ErrorKind::HeaderTooLarge, "The request has too many header fields");
    const auto text = line.in(head);
    const auto colon = text.find(':');
    if (colon == 0 || colon == notFound || !Characters::areToken(text.substr(0, colon)))
        return reject(ErrorKind::MalformedRequest,
                      "A header line must be NAME: VALUE, in one line and without white space before the colon");
    const auto value = Characters::trimmed(text.substr(colon + 1));
    if (!Characters::areFieldText(value)) return reject(ErrorKind::MalformedRequest, "A header value holds a control character");
    _fields.push_back({span(line.begin, colon), span(static_cast<std::size_t>(value.data() - head), value.size())});
    return true;
}

bool HeadScanner::mayBecomeMethod(std::string_view begun) const noexcept
{
    if (_method.size > 0 || begun == "\r") return true;
    const auto method = begun.substr(0, begun.find(' '));
    return method.size() <= longestMethod && Characters::areToken(method);
}

bool HeadScanner::reject(ErrorKind kind, const char* detail)
{
    _state = State::Rejected;
    _rejection = {kind, detail};
    return false;
}

} // namespace flyte_webhook::host
