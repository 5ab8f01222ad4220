// The listener over a real connection: the sizes of three pieces, then what a client sends. It must serve what the reader of requests
// accepts, in that order, and nothing behind a request that is refused.
#include "base/file_descriptor.h"
#include "support/input.h"
#include "support/reading.h"
#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <mutex>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

using namespace flyte_webhook;
using namespace flyte_webhook::fuzz;

namespace
{

constexpr int patience = 100'000; // milliseconds; a machine that has other things to do may leave a server alone for long

/// Notes what is served.
class Recorder final : public host::RequestHandler
{
public:
    void serve(host::Exchange& exchange) override
    {
        note(describe(exchange.request()));
        host::HttpReply reply;
        reply.body = "served";
        exchange.send(std::move(reply));
    }

    void refuse(host::Exchange& exchange, ErrorKind kind, const std::string& detail) override
    {
        host::HttpReply reply;
        reply.status = factsOf(kind).status;
        reply.body = detail;
        exchange.send(std::move(reply));
    }

    std::vector<std::string> take()
    {
        std::lock_guard lock(_mutex);
        return std::exchange(_served, {});
    }

private:
    void note(std::string request)
    {
        std::lock_guard lock(_mutex);
        _served.push_back(std::move(request));
    }

    std::mutex _mutex;
    std::vector<std::string> _served;
};

struct Server
{
    Recorder recorder;
    host::HttpServer http{Poco::Net::SocketAddress("127.0.0.1", 0), smallLimits(), recorder};
    Server() { http.start(); }
};

/// The other end of a connection.
class Client
{
public:
    explicit Client(unsigned short port) : _socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const linger reset{1, 0}; // thousands a second must not leave as many ports behind that wait
        const int yes = 1;
        ::setsockopt(_socket.number(), SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
        ::setsockopt(_socket.number(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        const int error = connect(reinterpret_cast<const sockaddr&>(address), sizeof address);
        require(error == 0, "the listener accepts", std::strerror(error));
    }

    void send(std::string_view bytes, const Cuts& cuts)
    {
        for (const auto cut : cuts) sendPiece(bytes, std::max<std::size_t>(1, cut));
        sendPiece(bytes, bytes.size());
    }

    /// The next answer's status; 0 at the end of the connection.
    int answer(bool withBody)
    {
        std::size_t end = 0;
        while ((end = _came.find("\r\n\r\n")) == _came.npos)
            if (!receive()) return 0;
        const auto head = _came.substr(0, end + 4);
        _came.erase(0, head.size());
        require(head.substr(0, 9) == "HTTP/1.1 ", "an answer is HTTP", head);
        const int status = std::stoi(head.substr(9, 3));
        if (status == 100) return answer(withBody);
        if (withBody) takeBody(head);
        return status;
    }

    void awaitEnd()
    {
        while (receive())
        {
        }
    }

private:
    /// What was wrong, or 0. A connect that is interrupted goes on by itself.
    int connect(const sockaddr& address, socklen_t size)
    {
        if (::connect(_socket.number(), &address, size) == 0) return 0;
        if (errno != EINTR) return errno;
        pollfd ready{_socket.number(), POLLOUT, 0};
        if (!awaited(ready)) return ETIMEDOUT;
        int error = 0;
        socklen_t length = sizeof error;
        return ::getsockopt(_socket.number(), SOL_SOCKET, SO_ERROR, &error, &length) == 0 ? error : errno;
    }

    void sendPiece(std::string_view& bytes, std::size_t size)
    {
        auto piece = bytes.substr(0, size);
        bytes.remove_prefix(piece.size());
        while (!piece.empty())
        {
            const auto count = ::send(_socket.number(), piece.data(), piece.size(), MSG_NOSIGNAL);
            if (count < 0 && errno != EINTR) return; // refused ones may be cut
            piece.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(0, count)));
        }
    }

    void takeBody(const std::string& head)
    {
        const std::string name = "Content-Length: ";
        const auto place = head.find(name);
        require(place != head.npos, "an answer tells its length", head);
        const auto length = std::stoul(head.substr(place + name.size()));
        while (_came.size() < length) require(receive(), "an answer is whole", head);
        _came.erase(0, length);
    }

    bool receive()
    {
        char piece[4096];
        pollfd ready{_socket.number(), POLLIN, 0};
        require(awaited(ready), "the listener answers, or closes", _came);
        const auto count = ::recv(_socket.number(), piece, sizeof piece, 0); // does not wait, so nothing interrupts it
        if (count > 0) _came.append(piece, static_cast<std::size_t>(count));
        return count > 0;
    }

    /// The fuzzer's own clock interrupts now and then.
    static bool awaited(pollfd& ready)
    {
        int count = 0;
        do count = ::poll(&ready, 1, patience);
        while (count < 0 && errno == EINTR);
        return count == 1;
    }

    host::FileDescriptor _socket;
    std::string _came;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static Server server;
    Input input(data, size);
    const Cuts cuts{input.byte(), input.byte(), input.byte()};
    const auto bytes = input.rest();
    const auto expected = readPieces(bytes, {});
    const bool refused = expected.end == host::RequestReader::State::Rejected;
    Client client(server.http.port());
    client.send(bytes, expected.closes || refused ? Cuts{} : cuts); // behind its last answer the listener may close at any time
    for (const auto& method : expected.methods) require(client.answer(method != "HEAD") == 200, "what is whole is served", expected.text());
    if (refused) require(client.answer(false) == expected.refusal, "what is refused is told so", expected.text());
    if (refused || expected.closes) client.awaitEnd();
    const auto served = server.recorder.take();
    require(served == expected.whole, "what is served is what was read", expected.text());
    return 0;
}
