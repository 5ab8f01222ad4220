#include "answer_head.h"
#include "base/header_text.h"
#include "outgoing/outgoing_failure.h"
#include <algorithm>
#include <cctype>
#include <charconv>

namespace flyte_webhook::host::outgoing
{
namespace
{

[[noreturn]] void fail(const char* cause) { throw OutgoingFailure(FW_HTTP_UNREACHABLE, "the target's answer is no valid HTTP", cause); }

bool isDigit(unsigned char c) { return std::isdigit(c); }

std::string lowered(std::string_view text)
{
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
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

void AnswerHead::add(std::string_view line)
{
    const auto colon = line.find(':');
    const auto name = line.substr(0, colon);
    if (colon == line.npos || !isToken(name)) fail("header line");
    const auto value = trimmed(line.substr(colon + 1));
    if (!isHeaderValue(value)) fail("header value");
    const auto key = lowered(name);
    if (key == "content-length") takeLength(value);
    if (key == "transfer-encoding") takeTransferEncoding(value);
    if (key == "connection" && lowered(value).find("close") != std::string::npos) _close = true;
    _headers.emplace_back(name, value);
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
    if (_chunked || !_http11 || lowered(value) != "chunked") fail("Transfer-Encoding");
    _chunked = true;
}

} // namespace flyte_webhook::host::outgoing
