#pragma once
#include "base/file_descriptor.h"
#include "transport.h"
#include <arpa/inet.h>
#include <map>
#include <netinet/tcp.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace flyte_webhook::host
{

struct RawReply
{
    int status = 0;
    std::map<std::string, std::string> headers; ///< names in lower case
    std::string body;
    bool whole = false; ///< the body came to its end as the head told
};

/// A client that sends exactly the bytes it is given. Whatever does not come within ten seconds is an exception.
template <typename Transport> class BasicRawClient
{
public:
    explicit BasicRawClient(Transport transport = Transport()) : _transport(std::move(transport))
    {
        if (_socket.number() < 0) throw std::runtime_error("no socket");
        const int one = 1;
        ::setsockopt(descriptor(), IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    }
    explicit BasicRawClient(unsigned short port, Transport transport = Transport()) : BasicRawClient(std::move(transport))
    {
        connect(port);
    }
    ~BasicRawClient() { close(); }
    BasicRawClient(BasicRawClient&&) noexcept = default;
    BasicRawClient& operator=(BasicRawClient&&) = delete;

    void connect(unsigned short port)
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(descriptor(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
            throw std::runtime_error("cannot connect");
        _transport.begin(descriptor());
    }

    int descriptor() const { return _socket.number(); }
    Transport& transport() { return _transport; }

    void receiveBuffer(int bytes) { ::setsockopt(descriptor(), SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes); }

    /// False: the server closed before all was sent.
    bool send(std::string_view bytes)
    {
        while (!bytes.empty())
        {
            const auto sent = _transport.send(descriptor(), bytes);
            if (sent <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    void endOutput() { _transport.endOutput(descriptor()); }

    void close()
    {
        _transport.end();
        _socket.close();
    }

    /// Closes by a reset.
    void reset()
    {
        _transport.drop();
        constexpr linger atOnce{1, 0};
        ::setsockopt(descriptor(), SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
        _socket.close();
    }

    /// Whether something comes, or the end, within so many milliseconds.
    bool readable(int milliseconds) { return _transport.readable(descriptor(), milliseconds); }

    /// The end of the connection has come, orderly or not.
    bool ended() { return _input.empty() && !more(); }

    /// The connection ended by an error.
    bool broken() const { return _broken; }

    std::string readLine()
    {
        std::size_t end;
        while ((end = _input.find("\r\n")) == std::string::npos)
            if (!more()) throw std::runtime_error("the connection ended in a line: " + _input);
        auto line = _input.substr(0, end);
        _input.erase(0, end + 2);
        return line;
    }

    RawReply read(bool toHead = false)
    {
        RawReply reply;
        const auto first = readLine();
        reply.status = std::stoi(first.substr(9));
        readFields(reply);
        if (toHead || reply.status == 204 || reply.status == 304 || reply.status == 100)
            reply.whole = true;
        else
            readBody(reply);
        return reply;
    }

    RawReply ask(std::string_view request)
    {
        send(request);
        return read();
    }

    /// So many bytes, whatever they are.
    std::string take(std::size_t count)
    {
        std::string taken;
        if (!take(count, taken)) throw std::runtime_error("the connection ended too early");
        return taken;
    }

    /// What comes until the connection ends.
    std::string readAll()
    {
        while (more())
        {
        }
        return std::exchange(_input, {});
    }

private:
    bool more()
    {
        if (!readable(10000)) throw std::runtime_error("nothing came in time");
        char buffer[65536];
        const auto count = _transport.receive(descriptor(), buffer, sizeof buffer);
        _broken = count < 0;
        if (count <= 0) return false;
        _input.append(buffer, static_cast<std::size_t>(count));
        return true;
    }

    void readFields(RawReply& reply)
    {
        for (auto line = readLine(); !line.empty(); line = readLine())
        {
            const auto colon = line.find(": ");
            auto name = line.substr(0, colon);
            for (auto& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
            reply.headers[name] = line.substr(colon + 2);
        }
    }

    void readBody(RawReply& reply)
    {
        if (reply.headers.count("content-length") > 0)
            reply.whole = take(std::stoul(reply.headers["content-length"]), reply.body);
        else if (reply.headers.count("transfer-encoding") > 0)
            reply.whole = readChunks(reply.body);
        else
            reply.body = readAll();
    }

    bool readChunks(std::string& body)
    {
        for (;;)
        {
            if (_input.find("\r\n") == std::string::npos && !more()) return false;
            const auto size = std::stoul(readLine(), nullptr, 16);
            if (!take(size, body)) return false;
            readLine();
            if (size == 0) return true;
        }
    }

    bool take(std::size_t count, std::string& to)
    {
        while (_input.size() < count)
            if (!more()) return false;
        to += _input.substr(0, count);
        _input.erase(0, count);
        return true;
    }

    FileDescriptor _socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    Transport _transport; ///< declared behind the socket that it uses
    std::string _input;
    bool _broken = false;
};

using PlainClient = BasicRawClient<PlainTransport>;
using TlsClient = BasicRawClient<TlsTransport>;

#ifdef FLYTE_TEST_OVER_TLS
using RawClient = TlsClient;
#else
using RawClient = PlainClient;
#endif

} // namespace flyte_webhook::host
