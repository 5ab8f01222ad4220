#include "control_plane/connect_server.h"
#include <Poco/Exception.h>
#include <Poco/String.h>
#include <array>
#include <utility>

namespace flyte_webhook::test
{
namespace
{

using Poco::Net::StreamSocket;

constexpr const char* unaryType = "application/proto";
constexpr const char* streamType = "application/connect+proto";

/// By gRPC's number: Connect's name, and the HTTP status of an error.
constexpr std::array<std::pair<const char*, const char*>, 17> codes{{{"ok", "200 OK"},
                                                                     {"canceled", "499 Client Closed Request"},
                                                                     {"unknown", "500 Internal Server Error"},
                                                                     {"invalid_argument", "400 Bad Request"},
                                                                     {"deadline_exceeded", "504 Gateway Timeout"},
                                                                     {"not_found", "404 Not Found"},
                                                                     {"already_exists", "409 Conflict"},
                                                                     {"permission_denied", "403 Forbidden"},
                                                                     {"resource_exhausted", "429 Too Many Requests"},
                                                                     {"failed_precondition", "400 Bad Request"},
                                                                     {"aborted", "409 Conflict"},
                                                                     {"out_of_range", "400 Bad Request"},
                                                                     {"unimplemented", "501 Not Implemented"},
                                                                     {"internal", "500 Internal Server Error"},
                                                                     {"unavailable", "503 Service Unavailable"},
                                                                     {"data_loss", "500 Internal Server Error"},
                                                                     {"unauthenticated", "401 Unauthorized"}}};

const auto& rowOf(int code) { return codes[code >= 0 && code < 17 ? static_cast<std::size_t>(code) : 2]; }

std::string quoted(const std::string& text)
{
    std::string json = "\"";
    char escape[8];
    for (const unsigned char c : text)
        if (c < 0x20 || c == '"' || c == '\\')
            std::snprintf(escape, sizeof escape, "\\u%04x", c), json += escape;
        else
            json += static_cast<char>(c);
    return json + '"';
}

std::string errorJson(int code, const std::string& text)
{
    return std::string(R"({"code":")") + rowOf(code).first + R"(","message":)" + quoted(text) + "}";
}

void send(StreamSocket& socket, std::string_view bytes)
{
    while (!bytes.empty()) bytes.remove_prefix(static_cast<std::size_t>(socket.sendBytes(bytes.data(), static_cast<int>(bytes.size()))));
}

std::string envelope(char flags, const std::string& message)
{
    std::string bytes(1, flags);
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(message.size() >> shift & 0xff);
    return bytes + message;
}

std::string chunk(const std::string& bytes)
{
    char size[20];
    std::snprintf(size, sizeof size, "%zx\r\n", bytes.size());
    return size + bytes + "\r\n";
}

void sendStream(StreamSocket& socket, RequestStream& requests, const Answer& answer)
{
    send(socket, std::string("HTTP/1.1 200 OK\r\nContent-Type: ") + streamType + "\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (const auto& message : answer.messages) send(socket, chunk(envelope(0, message)));
    if (answer.hold) return requests.awaitEnd();
    const auto end = answer.code ? R"({"error":)" + errorJson(answer.code, answer.text) + "}" : "{}";
    send(socket, chunk(envelope(2, end)) + "0\r\n\r\n");
}

void sendUnary(StreamSocket& socket, RequestStream& requests, const Answer& answer)
{
    if (answer.hold) return requests.awaitEnd();
    if (answer.code) return send(socket, ConnectServer::errorText(answer.code, answer.text));
    const auto& message = answer.messages.empty() ? std::string() : answer.messages.front();
    send(socket, "HTTP/1.1 200 OK\r\nContent-Type: " + std::string(unaryType) + "\r\nContent-Length: " + std::to_string(message.size()) +
                     "\r\n\r\n");
    send(socket, message);
}

} // namespace

std::string RequestStream::Request::header(const std::string& name) const
{
    const auto found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
}

bool RequestStream::fill()
{
    char bytes[65536];
    const int got = _socket.receiveBytes(bytes, sizeof bytes);
    if (got > 0) _buffer.append(bytes, static_cast<std::size_t>(got));
    return got > 0;
}

std::string RequestStream::take(std::size_t size)
{
    while (_buffer.size() < size)
        if (!fill()) throw Poco::IOException("the connection ended in a request");
    auto text = _buffer.substr(0, size);
    _buffer.erase(0, size);
    return text;
}

std::string RequestStream::takeLine()
{
    while (_buffer.find("\r\n") == std::string::npos)
        if (!fill()) throw Poco::IOException("the connection ended in a request");
    auto line = take(_buffer.find("\r\n") + 2);
    line.resize(line.size() - 2);
    return line;
}

std::string RequestStream::takeChunks()
{
    std::string body;
    for (;;)
    {
        const auto size = std::stoul(takeLine(), nullptr, 16);
        body += take(size);
        takeLine();
        if (!size) return body;
    }
}

bool RequestStream::next(Request& request)
{
    if (_buffer.empty() && !fill()) return false;
    const auto first = takeLine();
    const auto begin = first.find(' ') + 1;
    request = {first.substr(begin, first.rfind(' ') - begin), {}, {}};
    for (std::string line; !(line = takeLine()).empty();)
    {
        const auto colon = line.find(':');
        request.headers.emplace(Poco::toLower(line.substr(0, colon)), Poco::trim(line.substr(colon + 1)));
    }
    const auto length = request.header("content-length");
    if (!length.empty())
        request.body = take(std::stoul(length));
    else if (!request.header("transfer-encoding").empty())
        request.body = takeChunks();
    return true;
}

void RequestStream::awaitEnd()
{
    while (fill()) _buffer.clear();
}

ConnectServer::ConnectServer(CallHandler handler, std::uint16_t port)
    : ConnectServer(std::move(handler), Poco::Net::ServerSocket(Poco::Net::SocketAddress("127.0.0.1", port)))
{
}

ConnectServer::ConnectServer(CallHandler handler, const Poco::Net::ServerSocket& socket)
    : _handler(std::move(handler)), _server([this](StreamSocket& connection, int) { serve(connection); }, socket)
{
}

std::string ConnectServer::answerText(const std::string& status, const std::string& type, const std::string& body)
{
    return "HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string ConnectServer::errorText(int code, const std::string& text)
{
    return answerText(rowOf(code).second, "application/json", errorJson(code, text));
}

void ConnectServer::serve(StreamSocket& socket)
{
    socket.setNoDelay(true);
    RequestStream requests(socket);
    for (RequestStream::Request request; requests.next(request);)
    {
        if (request.target == "*") return send(socket, answerText("505 HTTP Version Not Supported", "text/plain", "")); // HTTP/2's greeting
        const bool streams = request.header("content-type") == streamType;
        const auto answer = handle(request, streams);
        try
        {
            streams ? sendStream(socket, requests, answer) : sendUnary(socket, requests, answer);
        }
        catch (const Poco::Exception&)
        {
            tellCancelled(answer);
            throw;
        }
        if (answer.hold) return tellCancelled(answer);
    }
}

Answer ConnectServer::handle(const RequestStream::Request& request, bool streams)
{
    constexpr std::size_t envelopeHead = 5;
    ReceivedCall call{request.target, streams ? request.body.substr(envelopeHead) : request.body, request.headers};
    ++_calls;
    const std::lock_guard lock(_mutex);
    return _handler(call);
}

void ConnectServer::tellCancelled(const Answer& answer)
{
    const std::lock_guard lock(_mutex);
    if (answer.cancelled) answer.cancelled();
}

} // namespace flyte_webhook::test
