#include "support/reading.h"
#include "base/header_text.h"
#include "request/trace_context.h"
#include "support/input.h"
#include <algorithm>
#include <cstring>

namespace flyte_webhook::fuzz
{

using host::HttpRequest;
using host::RequestReader;
using State = RequestReader::State;

namespace
{

bool isVisible(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c > 0x20 && c < 0x7f; });
}

void checkHeader(const host::HeaderField& field)
{
    require(host::isToken(field.name), "a header's name is a token", field.name);
    require(host::isHeaderValue(field.value), "a header's value holds no control character", field.value);
    const auto blank = [](char c) { return c == ' ' || c == '\t'; };
    require(field.value.empty() || (!blank(field.value.front()) && !blank(field.value.back())), "a value is trimmed", field.value);
    require(isVisible(host::TraceContext(field.value).traceparent()), "a traceparent is plain text", field.value);
}

/// What no server in front of or behind this one may read otherwise.
void checkFraming(const HttpRequest& request)
{
    std::size_t lengths = 0, codings = 0, hosts = 0;
    for (const auto& field : request.headers)
    {
        HttpRequest one;
        one.headers = {field};
        lengths += one.has("content-length");
        codings += one.has("transfer-encoding");
        hosts += one.has("host");
    }
    require(lengths + codings <= 1 && hosts <= 1, "one header frames a request, and one names the host", describe(request));
    if (lengths == 1)
        require(std::stoull(std::string(request.header("content-length"))) == request.body.size(), "the body is as long as it says",
                describe(request));
    require(lengths + codings == 1 || request.body.empty(), "only what is framed has a body", describe(request));
}

void checkAccepted(const HttpRequest& request)
{
    require(host::isToken(request.method) && request.method.size() <= 32, "a method is a short token", request.method);
    require(isVisible(request.target), "a target is visible", request.target);
    require(request.target == "*" ? request.method == "OPTIONS" : request.path.substr(0, 1) == "/", "a target is a path", request.target);
    require(request.target.substr(0, request.path.size()) == request.path && request.path.find('?') == request.path.npos,
            "the path is the target up to the mark", request.target);
    require(request.body.size() <= smallLimits().maxBody, "a body is within its limit");
    for (const auto& field : request.headers) checkHeader(field);
    checkFraming(request);
}

bool frames(std::string_view name)
{
    HttpRequest one;
    one.headers = {{name, ""}};
    return one.has("content-length") || one.has("transfer-encoding");
}

/// The plainest text of the same request.
std::string plain(const HttpRequest& request, bool http11)
{
    auto text = std::string(request.method).append(" ").append(request.target).append(http11 ? " HTTP/1.1\r\n" : " HTTP/1.0\r\n");
    for (const auto& [name, value] : request.headers)
        if (!frames(name)) text.append(name).append(":").append(value).append("\r\n");
    if (!request.body.empty()) text += "content-length:" + std::to_string(request.body.size()) + "\r\n";
    return text.append("\r\n").append(request.body);
}

void put(RequestReader& reader, std::string_view& piece)
{
    char* space = reader.space();
    require(space != nullptr, "there is memory for a small request");
    const auto size = std::min(piece.size(), reader.spaceSize());
    std::memcpy(space, piece.data(), size);
    reader.added(size);
    piece.remove_prefix(size);
}

/// Written plainly and read again it is the same request, and nothing behind it.
void checkAgain(const RequestReader& read)
{
    const auto text = plain(read.request(), read.http11());
    host::MemoryBudget memory(1 << 20);
    RequestReader reader(smallLimits(), memory);
    std::string_view rest = text;
    for (State state = State::Head; !rest.empty() && state != State::Whole; state = reader.parse())
    {
        require(state != State::Rejected, "what was accepted is accepted when written plainly", text);
        put(reader, rest);
    }
    require(reader.parse() == State::Whole && rest.empty(), "what was accepted is whole when written plainly", text);
    require(plain(reader.request(), reader.http11()) == text, "what was accepted is the same when written plainly", text);
    reader.next();
    require(reader.empty(), "nothing is behind a request written plainly", text);
}

/// Takes all requests that have come; false when none may follow.
bool take(RequestReader& reader, Reading& reading)
{
    for (reading.end = reader.parse(); reading.end == State::Whole; reading.end = reader.parse())
    {
        checkAccepted(reader.request());
        checkAgain(reader);
        reading.whole.push_back(describe(reader.request()));
        reading.methods.emplace_back(reader.request().method);
        reading.closes = !reader.keepAlive();
        reader.next();
        if (reading.closes) return false;
    }
    if (reading.end != State::Rejected) return true;
    reading.refusal = factsOf(reader.rejection().kind.value()).status;
    require(reading.refusal >= 400 && reading.refusal <= 505 && *reader.rejection().detail, "a refusal says why");
    return false;
}

} // namespace

host::HttpLimits smallLimits()
{
    host::HttpLimits limits;
    limits.maxHeader = 1024;
    limits.maxBody = 300;
    limits.keepAliveTimeout = limits.headerTimeout = limits.bodyTimeout = std::chrono::hours(1);
    return limits;
}

std::string describe(const HttpRequest& request)
{
    std::string text = std::string(request.method) + "\n" + std::string(request.target) + "\n" + std::string(request.path) + "\n" +
                       std::string(request.query) + "\n";
    for (const auto& [name, value] : request.headers) text.append(name).append(": ").append(value).append("\n");
    return text.append("\n").append(request.body);
}

std::string Reading::text() const
{
    auto text = "state " + std::to_string(static_cast<int>(end)) + ", status " + std::to_string(refusal) + (closes ? ", closes" : "");
    for (const auto& request : whole) text += "\n-- " + request;
    return text;
}

Reading readPieces(std::string_view bytes, const Cuts& cuts)
{
    host::MemoryBudget memory(1 << 20);
    RequestReader reader(smallLimits(), memory);
    Reading reading;
    auto cut = cuts.begin();
    while (!bytes.empty())
    {
        auto piece = bytes.substr(0, cut == cuts.end() ? bytes.size() : std::max<std::size_t>(1, *cut++));
        bytes.remove_prefix(piece.size());
        while (!piece.empty())
        {
            put(reader, piece);
            if (!take(reader, reading)) return reading;
        }
    }
    return reading;
}

} // namespace flyte_webhook::fuzz
