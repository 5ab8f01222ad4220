#include "reply_head.h"
#include "base/header_text.h"
#include "characters.h"
#include <algorithm>
#include <cstdio>
#include <stdexcept>

namespace flyte_webhook::host
{

namespace
{

std::string_view reasonOf(int status) noexcept
{
    switch (status)
    {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 422: return "Unprocessable Content";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    case 505: return "HTTP Version Not Supported";
    default: return "Other";
    }
}

bool isFraming(std::string_view name) noexcept
{
    for (const std::string_view own : {"content-length", "connection", "date", "transfer-encoding"})
        if (sameName(name, own)) return true;
    return false;
}

void appendField(std::string& out, std::string_view name, std::string_view value)
{
    out.append(name).append(": ").append(value).append("\r\n");
}

void appendFraming(std::string& out, const ReplyFraming& framing)
{
    if (framing.length) out.append("Content-Length: ").append(std::to_string(*framing.length)).append("\r\n");
    if (framing.chunked) out.append("Transfer-Encoding: chunked\r\n");
    if (framing.retryAfter) out.append("Retry-After: 1\r\n");
    if (framing.close)
        out.append("Connection: close\r\n");
    else if (framing.keepAlive)
        out.append("Connection: keep-alive\r\n");
}

} // namespace

void ReplyHead::check(const HttpReply& reply)
{
    if (reply.status < 200 || reply.status > 599)
        throw std::invalid_argument("the status of an answer is " + std::to_string(reply.status) + ", not one of 200 to 599");
    if (!Characters::areFieldText(reply.contentType)) throw std::invalid_argument("an answer's content type holds a control character");
    for (const auto& [name, value] : reply.headers)
        if (name.empty() || !Characters::areToken(name) || !Characters::areFieldText(value))
            throw std::invalid_argument("the header \"" + name + "\" of an answer has no proper name or holds a control character");
}

void ReplyHead::append(std::string& out, const HttpReply& reply, const ReplyFraming& framing)
{
    out.append("HTTP/1.1 ").append(std::to_string(reply.status)).append(" ").append(reasonOf(reply.status)).append("\r\n");
    appendField(out, "Date", date());
    if (!reply.contentType.empty() && !bodiless(reply.status)) appendField(out, "Content-Type", reply.contentType);
    for (const auto& [name, value] : reply.headers)
        if (!isFraming(name)) appendField(out, name, value);
    appendFraming(out, framing);
    out.append("\r\n");
}

std::string_view ReplyHead::date()
{
    static constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto now = std::time(nullptr);
    if (now != _second)
    {
        std::tm parts{};
        ::gmtime_r(&now, &parts);
        const int size = std::snprintf(
            _date.data(), _date.size(), "%s, %02d %s %d %02d:%02d:%02d GMT", days[static_cast<std::size_t>(parts.tm_wday)], parts.tm_mday,
            months[static_cast<std::size_t>(parts.tm_mon)], parts.tm_year + 1900, parts.tm_hour, parts.tm_min, parts.tm_sec);
        _dateSize = size < 0 ? 0 : std::min(static_cast<std::size_t>(size), _date.size() - 1);
        _second = now;
    }
    return {_date.data(), _dateSize};
}

} // namespace flyte_webhook::host
