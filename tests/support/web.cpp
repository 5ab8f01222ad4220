#include "web.h"
#include <Poco/Net/NetException.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/String.h>
#include <stdexcept>

namespace flyte_webhook::test
{

WebConnection::WebConnection(std::uint16_t port) : WebConnection(Poco::Net::StreamSocket(Poco::Net::SocketAddress("127.0.0.1", port))) {}

WebConnection::WebConnection(const Poco::Net::StreamSocket& socket) : _socket(socket)
{
    _socket.setNoDelay(true);
    _socket.setReceiveTimeout(Poco::Timespan(60, 0));
    _socket.setSendTimeout(Poco::Timespan(60, 0));
}

void WebConnection::send(std::string_view bytes)
{
    while (!bytes.empty()) bytes.remove_prefix(static_cast<std::size_t>(_socket.sendBytes(bytes.data(), static_cast<int>(bytes.size()))));
}

bool WebConnection::fill()
{
    char chunk[65536];
    const int got = _socket.receiveBytes(chunk, sizeof chunk);
    if (got > 0) _buffer.append(chunk, static_cast<std::size_t>(got));
    return got > 0;
}

std::string WebConnection::take(std::size_t size)
{
    while (_buffer.size() < size)
        if (!fill()) throw std::runtime_error("the connection ended in the middle of an answer");
    auto text = _buffer.substr(0, size);
    _buffer.erase(0, size);
    return text;
}

std::string WebConnection::receiveChunk()
{
    while (_buffer.find("\r\n") == std::string::npos)
        if (!fill()) throw std::runtime_error("the connection ended between two chunks");
    const auto size = std::stoul(take(_buffer.find("\r\n") + 2), nullptr, 16);
    auto chunk = take(size);
    take(2);
    return chunk;
}

WebAnswer WebConnection::receive(bool toHead)
{
    std::size_t end;
    while ((end = _buffer.find("\r\n\r\n")) == std::string::npos)
        if (!fill()) throw std::runtime_error("the connection ended before an answer, after: " + _buffer);
    const auto head = take(end + 4);
    WebAnswer answer;
    answer.status = std::stoi(head.substr(head.find(' ') + 1));
    for (std::size_t begin = head.find("\r\n") + 2; begin < head.size() - 2;)
    {
        const auto line = head.substr(begin, head.find("\r\n", begin) - begin);
        const auto colon = line.find(':');
        answer.headers[Poco::toLower(line.substr(0, colon))] = Poco::trim(line.substr(colon + 1));
        begin += line.size() + 2;
    }
    if (toHead || answer.status == 204 || answer.status == 304 || answer.status < 200) return answer;
    if (answer.headers.count("transfer-encoding"))
        for (auto chunk = receiveChunk(); !chunk.empty(); chunk = receiveChunk()) answer.body += chunk;
    else if (answer.headers.count("content-length"))
        answer.body = take(std::stoul(answer.headers["content-length"]));
    else
        while (fill()) answer.body = _buffer;
    return answer;
}

bool WebConnection::closedWithin(std::chrono::milliseconds time)
{
    char byte;
    try
    {
        return _socket.poll(Poco::Timespan(time.count() * 1000), Poco::Net::Socket::SELECT_READ) && _socket.receiveBytes(&byte, 1) == 0;
    }
    catch (const Poco::Net::NetException&)
    {
        return true; // reset
    }
}

std::string webRequest(const std::string& method, const std::string& target, const std::vector<std::string>& headers,
                       const std::string& body)
{
    auto text = method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n";
    for (const auto& header : headers) text += header + "\r\n";
    if (!body.empty() || method == "POST" || method == "PUT") text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    return text + "\r\n" + body;
}

WebAnswer fetch(std::uint16_t port, const std::string& method, const std::string& target, const std::vector<std::string>& headers,
                const std::string& body)
{
    WebConnection connection(port);
    connection.send(webRequest(method, target, headers, body));
    return connection.receive(method == "HEAD");
}

} // namespace flyte_webhook::test
