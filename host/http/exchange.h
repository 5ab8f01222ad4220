#pragma once
#include "http/message.h"
#include <chrono>
#include <flyte_webhook/plugin/error_kind.h>
#include <string>

namespace flyte_webhook::host
{

class Cancellation;

/// One request and the answer to it. Exactly one answer is given: send(), or begin() with write()s. Thread: the one that serves it.
class Exchange
{
public:
    using Clock = std::chrono::steady_clock;

    virtual ~Exchange() = default;

    virtual const HttpRequest& request() const = 0;

    /// The client's address without its port.
    virtual std::string remoteAddress() const = 0;

    /// When the request had come whole, or was refused before.
    virtual Clock::time_point received() const = 0;

    /// The whole answer. To a HEAD request the body is left out and its length told. May return before the last byte left. Throws Failure
    /// when there is no memory to keep it until then: another answer may then be given.
    virtual void send(HttpReply reply) = 0;

    /// Begins a streamed answer (chunked; to an HTTP/1.0 client until the connection ends); its content is the first piece.
    virtual void begin(HttpReply reply) = 0;

    /// Sends a piece of it at once, waiting for the client to take it. False: no more is wanted: the client has gone, has let the answer
    /// wait for longer than a request may take, all its pieces together, or gets no body at all (to a HEAD request the answer is complete
    /// with its head).
    virtual bool write(std::string_view piece) = 0;

    /// Breaks a streamed answer off: what was sent stays, but its end is not told, so that the client sees that it is not whole.
    /// Nothing before an answer has begun or behind a whole one.
    virtual void abandon() noexcept = 0;

    virtual bool answered() const = 0;

    /// How many bytes of body were given to send(), begin() and write().
    virtual std::size_t bytesSent() const = 0;

    /// From now on `cancellation` is cancelled when the client closes the connection (or its half of it), or stop() runs out of patience;
    /// on another thread, at once if that has happened already. One at a time. It must outlive the exchange, or forget() must be called
    /// first. Costs a system call, so it is asked for only by what waits.
    virtual void watchClient(Cancellation& cancellation) = 0;
    virtual void forget() noexcept = 0;
};

/// Serves requests. Made once; any number of worker threads call it at the same time.
class RequestHandler
{
public:
    virtual ~RequestHandler() = default;

    /// Gives the answer. What it throws becomes a 500.
    virtual void serve(Exchange& exchange) = 0;

    /// The request is refused before it could be read whole: makes the answer. `exchange.request()` holds what was read of it, perhaps
    /// nothing. The connection is closed behind the answer, unless only a thread was missing (Overloaded).
    virtual void refuse(Exchange& exchange, ErrorKind kind, const std::string& detail) = 0;

    /// Called now and then by one thread at a time, requests or not, to let go of what is kept for them in vain. Must not block.
    virtual void tend() noexcept {}
};

} // namespace flyte_webhook::host
