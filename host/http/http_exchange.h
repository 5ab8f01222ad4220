#pragma once
#include "http/exchange.h"
#include "http/server_parts.h"

namespace flyte_webhook::host
{

class OutgoingPieces;

/// The exchange of a connection's present request. Thread: the connection's owner.
class HttpExchange final : public Exchange
{
public:
    HttpExchange(ServerParts& parts, Slot& slot);
    ~HttpExchange() override { forget(); }

    /// Lets the handler serve the request; an answer is given in any case.
    Ending serve();

    /// Lets the handler answer a request that is not served; `behind` is what becomes of the connection.
    Ending refuse(const Rejection& rejection, Ending behind);

    const HttpRequest& request() const override { return _workspace.reader.request(); }
    std::string remoteAddress() const override { return _slot.connection->peer.text(); }
    Clock::time_point received() const override { return _workspace.received; }
    void send(HttpReply reply) override;
    void begin(HttpReply reply) override;
    bool write(std::string_view piece) override;
    void abandon() noexcept override;
    bool answered() const override { return _state != State::Unanswered; }
    std::size_t bytesSent() const override { return _bytes; }
    void watchClient(Cancellation& cancellation) override;
    void forget() noexcept override;

private:
    enum class State
    {
        Unanswered,
        Streaming,
        Answered,
        Broken
    };

    template <typename Handle> Ending answer(Handle handle, ErrorKind otherwise, const char* detail);
    void fail(ErrorKind kind, const char* detail);
    void makeRoom(std::size_t body);
    void prepare(const HttpReply& reply);
    void addHead(const HttpReply& reply, ReplyFraming framing);
    bool sendPiece(std::string_view begun, std::string_view piece);
    void endStream();
    bool isHead() const { return request().method == "HEAD"; }
    bool closing() const noexcept;

    ServerParts& _parts;
    Slot& _slot;
    Workspace& _workspace;
    State _state = State::Unanswered;
    Ending _behind = Ending::Keep;
    bool _retryAfter = false; ///< the answer tells when to try again
    bool _noRoom = false;     ///< the answer that was wanted had no place in memory
    bool _chunked = false;
    bool _bodiless = false;
    bool _watching = false;
    Clock::duration _patience{}; ///< how long a stream may still wait for its client
    std::size_t _bytes = 0;
};

} // namespace flyte_webhook::host
