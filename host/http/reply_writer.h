#pragma once
#include "http/client_socket.h"
#include "http/memory_budget.h"
#include "http/reply_head.h"
#include <string>

namespace flyte_webhook::host
{

/// Holds an answer until it has left. Thread: one at a time.
class ReplyWriter
{
public:
    static constexpr std::size_t small = 64 << 10; ///< what sockets mostly take at once; a bigger body is counted before it is begun

    /// A big body, and what a client does not take at once, is taken from the budget until it has left.
    explicit ReplyWriter(MemoryBudget& budget) noexcept : _budget(budget) {}
    ~ReplyWriter() { clear(); }
    ReplyWriter(const ReplyWriter&) = delete;
    ReplyWriter& operator=(const ReplyWriter&) = delete;

    /// Whether there is memory for a body of that size, which then is taken.
    bool reserve(std::size_t body) noexcept { return body <= small || count(body); }

    /// Whether what is pending may wait for its client. What reserve() counted may.
    bool mayWait() noexcept { return _counted > 0 || count(_head.size() + _body.size()); }

    /// Appends a head.
    void addHead(const HttpReply& reply, const ReplyFraming& framing) { _formatter.append(_head, reply, framing); }

    /// Appends bytes to the head.
    void add(std::string_view text) { _head.append(text); }

    /// Takes the body that follows the head.
    void setBody(std::string own, SharedBytes shared) noexcept
    {
        _body = std::move(own);
        _shared = std::move(shared);
    }

    bool pending() const noexcept { return _sent < _head.size() + body().size(); }

    /// Whether so much has left since the last time that it was that the client deserves more time: a sixteenth of all, and at least 64
    /// KiB. So nobody holds an answer's memory for more than sixteen of those times.
    bool madeWay() noexcept;

    /// Sends what the client takes now. Moved: all has left.
    ClientSocket::Outcome flush(ClientSocket& socket) noexcept;

    /// The bytes that wait, to be sent together with others; they are then forgotten by clear().
    std::string_view head() const noexcept { return _head; }

    void clear() noexcept;

private:
    std::string_view body() const noexcept { return _shared.bytes.empty() ? std::string_view(_body) : _shared.bytes; }
    bool count(std::size_t bytes) noexcept
    {
        const bool taken = _budget.take(bytes);
        if (taken) _counted += bytes;
        return taken;
    }

    MemoryBudget& _budget;
    std::size_t _counted = 0; ///< bytes taken from it
    ReplyHead _formatter;
    std::string _head;
    std::string _body;
    SharedBytes _shared; ///< in its place: memory that is not this answer's
    std::size_t _sent = 0;
    std::size_t _milestone = 0; ///< what had been sent when madeWay() was true last
};

} // namespace flyte_webhook::host
