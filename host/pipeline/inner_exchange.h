#pragma once
#include "base/cancellation_group.h"
#include "http/exchange.h"
#include <optional>

namespace flyte_webhook::host
{

/// A request that the host makes of itself on behalf of a caller's, and the answer to it, which goes nowhere. Thread: the one that serves
/// it.
class InnerExchange final : public Exchange
{
public:
    /// What the request views, the caller's exchange and the group must outlive the exchange. Of a streamed answer no more than `most`
    /// bytes are taken.
    InnerExchange(HttpRequest request, const Exchange& caller, CancellationGroup& whole, std::size_t most)
        : _request(std::move(request)), _caller(caller), _whole(whole), _most(most)
    {
    }
    ~InnerExchange() override { forget(); }

    /// The answer; null before there is one, and when it was broken off.
    const HttpReply* reply() const { return _reply && !_broken ? &*_reply : nullptr; }

    const HttpRequest& request() const override { return _request; }
    std::string remoteAddress() const override { return _caller.remoteAddress(); }
    Clock::time_point received() const override { return _caller.received(); }
    void send(HttpReply reply) override { _reply = std::move(reply); }
    void begin(HttpReply reply) override { send(std::move(reply)); }
    bool write(std::string_view piece) override;
    void abandon() noexcept override { _broken = true; }
    bool answered() const override { return _reply.has_value(); }
    std::size_t bytesSent() const override { return _reply ? _reply->content().size() : 0; }
    void watchClient(Cancellation& cancellation) override;
    void forget() noexcept override;

private:
    const HttpRequest _request;
    const Exchange& _caller;
    CancellationGroup& _whole;
    const std::size_t _most;
    std::optional<HttpReply> _reply;
    bool _broken = false;
    Cancellation* _watcher = nullptr;
};

} // namespace flyte_webhook::host
