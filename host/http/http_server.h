#pragma once
#include "base/file_descriptor.h"
#include "http/diversion.h"
#include "http/exchange.h"
#include <Poco/Net/SocketAddress.h>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace flyte_webhook::host
{

class TlsContext;

/// The bounds of the listener; config.md, [listener]. Those called internal have no key there.
struct HttpLimits
{
    std::size_t threads = 1024;         ///< most requests served at once
    std::size_t queue = 4096;           ///< whole requests that wait for a thread; beyond it 503
    std::size_t maxConnections = 20000; ///< beyond it a connection is closed as soon as it is accepted, after a 503
    std::size_t maxBody = 10 << 20;
    std::size_t maxHeader = 64 << 10;                  ///< of the whole head; more than 200 header fields are too many as well
    std::chrono::milliseconds keepAliveTimeout{75000}; ///< idle between two requests
    std::chrono::milliseconds headerTimeout{10000};    ///< from a request's first byte (or the connection's begin, so that a TLS
                                                       ///< handshake counts as well) to the end of its header
    std::chrono::milliseconds bodyTimeout{60000};      ///< from there to the end of its body; also how long a client may take for each
                                                       ///< sixteenth of an answer, or 64 KiB if that is more, and how long a stream waits
                                                       ///< for its client altogether

    /// Internal: memory that requests and answers may hold together, at least four times maxBody. Requests hold it from their first byte
    /// until they are answered, not counting the first 16 KiB of each; one that needs more is refused with 503, and its connection closed.
    /// Answers of more than 64 KiB, and smaller ones that their client does not take at once, hold it until they have left, half of it at
    /// most: 503 takes the place of an answer that there is no memory for, and one that has been begun is broken off.
    std::size_t maxBuffered = 1 << 30;

    /// Internal: how long stop() waits for threads to come back from the handler once their requests are cut off.
    std::chrono::milliseconds endTimeout{5000};
};

/// The public listener: reads whole requests without holding a thread for one that has not come, hands them to worker threads that are
/// made as they are needed, and writes the answers. Thread: start() and stop() by the owner, once each.
class HttpServer
{
public:
    HttpServer(const Poco::Net::SocketAddress& address, const HttpLimits& limits, RequestHandler& handler);

    /// stop() without patience, if it was not called. Never waits longer than limits.endTimeout: stuck threads keep what they use of the
    /// server, which is then never freed.
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    /// Before start(): takes clients from this socket, which listens already, instead of listening at the address. One that is none changes
    /// nothing.
    void listenOn(FileDescriptor socket);

    /// Before start(): another server takes connections of its own protocol over. They are its own then: they count nowhere here, and
    /// stop() leaves them alone. Those that say nothing are closed as others are.
    void divert(Diversion diversion);

    /// From now on new connections are secured by this, or plain text if it is null, as they are without a call. Those that are open keep
    /// what they have. Thread: any, at any time.
    void useTls(std::shared_ptr<const TlsContext> tls);

    /// What new connections are secured by; null: they are plain text. Thread: any.
    std::shared_ptr<const TlsContext> tls() const;

    /// From now on this stands for limits.bodyTimeout; what is waited for already keeps its deadline. Thread: any, at any time.
    void useBodyTimeout(std::chrono::milliseconds timeout);

    /// Binds and listens; the constructor did not. Throws Poco::Net::NetException when the address cannot be had.
    void start();

    /// Where it listens; before start() what it was made with.
    Poco::Net::SocketAddress address() const;

    /// The port that is listened on; a free one when the address had port 0.
    unsigned short port() const { return address().port(); }

    /// Stops accepting, closes idle connections (those that have only just come get a second for their request), and waits until running
    /// requests are answered or `patience` is over; then closes what is left. Answers given meanwhile say "Connection: close", and their
    /// clients get a second to read them: what they still send does not cost them the answer. Returns how many requests were cut off. Their
    /// threads are waited for as long as limits.endTimeout allows; stuck() tells whether that was enough.
    std::size_t stop(std::chrono::milliseconds patience);

    /// How many threads have not come back from the handler since stop() cut their requests off; 0 before that. They use the handler, and
    /// whatever it uses, when they come back at last: unless this has become 0, nothing of that may be destroyed, and the process can only
    /// leave by _exit().
    std::size_t stuck() const;

    /// What the server is doing at this moment.
    struct Counts
    {
        std::size_t connections = 0, parked = 0, threads = 0, running = 0, queued = 0;
        unsigned long long accepted = 0;         ///< connections, since the start
        unsigned long long refused = 0;          ///< requests, answers and connections that there was no room for, since the start
        unsigned long long handshakesFailed = 0; ///< of TLS, since the start: also those that the client broke off, or that came without
                                                 ///< TLS, but not where the client sent nothing
    };
    Counts counts() const;

    /// A sign of life. It changes at least every second, unless no thread handles events any more or clients wait to be accepted in vain.
    struct Pulse
    {
        std::uint64_t beats = 0;    ///< grows with each look at the deadlines
        std::uint64_t accepted = 0; ///< grows with each client
        std::size_t waiting = 0;    ///< clients that are not accepted yet

        /// Whether the server has made progress since an earlier one, of a second ago or more.
        bool beatsBehind(const Pulse& earlier) const noexcept
        {
            const bool accepts = waiting == 0 || earlier.waiting == 0 || accepted != earlier.accepted;
            return beats != earlier.beats && accepts;
        }
    };

    Pulse pulse() const;

private:
    class Core;
    std::unique_ptr<Core> _core;
};

} // namespace flyte_webhook::host
