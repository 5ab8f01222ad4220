#pragma once
#include "http/http_server.h"
#include "support/reserved_port.h"
#include "support/waiting.h"
#include <Poco/Net/SocketAddress.h>
#include <arpa/inet.h>
#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <sys/socket.h>
#include <thread>
#include <vector>
#ifdef FLYTE_TEST_OVER_TLS
#include "tls_files.h"
#endif

namespace flyte_webhook::host
{

/// How long a busy machine may take.
constexpr std::chrono::seconds longEnough(20);

template <typename Condition> bool eventually(Condition holds) { return test::within(longEnough, holds); }

/// A header_timeout to wait for, in which there is time enough to connect, to shake hands and to begin a request, on a busy machine too.
constexpr std::chrono::milliseconds shortHeaderTimeout(3000);

/// Holds threads until it is opened.
class Gate
{
public:
    void pass()
    {
        std::unique_lock lock(_mutex);
        ++_waiting;
        _changed.notify_all();
        _changed.wait_for(lock, longEnough, [this] { return _open; });
        --_waiting;
    }

    void open()
    {
        const std::lock_guard lock(_mutex);
        _open = true;
        _changed.notify_all();
    }

    bool awaitWaiting(std::size_t count)
    {
        std::unique_lock lock(_mutex);
        return _changed.wait_for(lock, longEnough, [&] { return _waiting >= count; });
    }

private:
    std::mutex _mutex;
    std::condition_variable _changed;
    std::size_t _waiting = 0;
    bool _open = false;
};

/// Threads that are waited for in any case.
class Threads
{
public:
    template <typename Work> Threads(int count, Work work)
    {
        for (int i = 0; i < count; ++i) _threads.emplace_back(work, i);
    }
    ~Threads() { join(); }
    Threads(const Threads&) = delete;
    Threads& operator=(const Threads&) = delete;

    void join()
    {
        for (auto& thread : _threads)
            if (thread.joinable()) thread.join();
    }

private:
    std::vector<std::thread> _threads;
};

/// Answers with what a request was understood as, or as it is told to.
class TestHandler : public RequestHandler
{
public:
    using Serve = std::function<void(Exchange&)>;

    explicit TestHandler(Serve serve = echo) : _serve(std::move(serve)) {}

    void serve(Exchange& exchange) override { _serve(exchange); }

    void refuse(Exchange& exchange, ErrorKind kind, const std::string& detail) override
    {
        exchange.send(reply(detail, factsOf(kind).status));
        ++_refusals;
    }

    void tend() noexcept override { ++_turns; }

    /// How often it was asked to let go of what is kept in vain.
    std::size_t turns() const { return _turns; }

    /// How many were refused, for whatever reason.
    std::size_t refusals() const { return _refusals; }

    static HttpReply reply(const std::string& body, int status = 200)
    {
        HttpReply made;
        made.status = status;
        made.contentType = "text/plain";
        made.body = body;
        return made;
    }

    /// "METHOD target body"
    static void echo(Exchange& exchange)
    {
        const auto& request = exchange.request();
        exchange.send(reply(std::string(request.method) + " " + std::string(request.target) + " " + std::string(request.body)));
    }

    /// Echoes what has passed the gate.
    static Serve gated(Gate& gate)
    {
        return [&gate](Exchange& exchange)
        {
            gate.pass();
            echo(exchange);
        };
    }

private:
    Serve _serve;
    std::atomic<std::size_t> _refusals{0}, _turns{0};
};

#ifdef FLYTE_TEST_OVER_TLS
/// Made at the first call, for the whole program.
inline void secure(HttpServer& server)
{
    static const auto context = TlsFiles().context();
    server.useTls(context);
}
#else
inline void secure(HttpServer&) {}
#endif

/// A listener on a free port of the loopback interface.
class TestServer
{
public:
    explicit TestServer(HttpLimits limits = {}, TestHandler::Serve serve = TestHandler::echo) : TestServer(limits, std::move(serve), {}) {}

    /// On a socket that listens already, unless it is none.
    TestServer(HttpLimits limits, TestHandler::Serve serve, FileDescriptor socket)
        : _handler(std::move(serve)), server(Poco::Net::SocketAddress("127.0.0.1", _port.number()), limits, _handler)
    {
        secure(server);
        server.listenOn(std::move(socket));
        server.start();
    }

    unsigned short port() const { return server.port(); }
    std::size_t refusals() const { return _handler.refusals(); }
    std::size_t turns() const { return _handler.turns(); }

private:
    const test::ReservedPort _port; ///< nobody else listens there when the server does not any more
    TestHandler _handler;

public:
    HttpServer server;
};

/// A socket that listens on loopback, such as a service manager holds. `sendBuffer`, unless it is 0, is how much the kernel takes of what
/// is to be sent on one of its connections.
inline FileDescriptor listeningSocket(int sendBuffer = 0)
{
    FileDescriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (sendBuffer > 0) ::setsockopt(socket.number(), SOL_SOCKET, SO_SNDBUF, &sendBuffer, sizeof sendBuffer);
    const bool good = ::bind(socket.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    if (!good || ::listen(socket.number(), 16) != 0) throw std::runtime_error("no socket that listens");
    return socket;
}

inline std::string get(const std::string& path, const std::string& lines = {})
{
    return "GET " + path + " HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n";
}

inline std::string post(const std::string& path, const std::string& body)
{
    return "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

} // namespace flyte_webhook::host
