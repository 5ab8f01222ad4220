#include "answer_head.h"
#include "base/header_text.h"
#include "transport/transport_failure.h"
#include <algorithm>
#include <charconv>

namespace flyte_webhook::host::transport
{
namespace
{

[[noreturn]] void fail(const char* cause) { throw TransportFailure(Fault::malformed, cause); }

bool isDigit(char c) noexcept { return c >= '0' && c <= '9'; }

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool holdsWord(std::string_view text, std::string_view word)
{
    const auto same = [](char a, char b) { return lowered(a) == b; };
    return std::search(text.begin(), text.end(), word.begin(), word.end(), same) != text.end();
}

} // namespace

AnswerHead::AnswerHead(std::string_view line)
{
    const auto status = line.size() >= 12 ? line.substr(9, 3) : std::string_view();
    const bool known = line.substr(0, 9) == "HTTP/1.1 " || line.substr(0, 9) == "HTTP/1.0 ";
    if (!known || status.empty() || !std::all_of(status.begin(), status.end(), isDigit)) fail("status line");
    if (line.size() > 12 && line[12] != ' ') fail("status line");
    std::from_chars(status.data(), status.data() + status.size(), _status);
    if (_status < 100 || _status > 599 || _status == 101) fail("status code");
    _http11 = line[7] == '1';
}

HeaderLine AnswerHead::add(std::string_view line)
{
    const auto colon = line.find(':');
    const auto name = line.substr(0, colon);
    if (colon == line.npos || !isToken(name)) fail("header line");
    const auto value = trimmed(line.substr(colon + 1));
    if (!isHeaderValue(value)) fail("header value");
    if (sameName(name, "content-length")) takeLength(value);
    if (sameName(name, "transfer-encoding")) takeTransferEncoding(value);
    if (sameName(name, "connection")) _close |= holdsWord(value, "close");
    return {name, value};
}

void AnswerHead::takeLength(std::string_view value)
{
    std::size_t length = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), length);
    if (error != std::errc() || end != value.data() + value.size() || (_length && *_length != length)) fail("Content-Length");
    _length = length;
}

void AnswerHead::takeTransferEncoding(std::string_view value)
{
    if (_chunked || !_http11 || !sameName(value, "chunked")) fail("Transfer-Encoding");
    _chunked = true;
}

} // namespace flyte_webhook::host::transport
