#pragma once
#include "base/cancellation.h"
#include "http/exchange.h"
#include <string>

namespace flyte_webhook::test
{

/// The request of a caller, whose client a test lets go.
class CallersExchange final : public host::Exchange
{
public:
    CallersExchange()
    {
        _request.method = "GET";
        _request.headers = {{"Authorization", "Bearer alice"},
                            {"Content-Encoding", "gzip"},
                            {"traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"},
                            {"X-Other", "other"}};
    }

    void go() { _watcher->cancel(); }

    /// It has gone when it is first looked at.
    void goAtOnce() { _gone = true; }

    const host::HttpRequest& request() const override { return _request; }
    std::string remoteAddress() const override { return "192.0.2.1"; }
    Clock::time_point received() const override { return _received; }
    void send(host::HttpReply) override {}
    void begin(host::HttpReply) override {}
    bool write(std::string_view) override { return false; }
    void abandon() noexcept override {}
    bool answered() const override { return false; }
    std::size_t bytesSent() const override { return 0; }
    void watchClient(host::Cancellation& cancellation) override
    {
        _watcher = &cancellation;
        if (_gone) go();
    }
    void forget() noexcept override { _watcher = nullptr; }

private:
    host::HttpRequest _request;
    const Clock::time_point _received = Clock::now();
    host::Cancellation* _watcher = nullptr;
    bool _gone = false;
};

inline host::HttpReply reply(int status, std::string body = {})
{
    host::HttpReply made;
    made.status = status;
    made.body = std::move(body);
    return made;
}

} // namespace flyte_webhook::test
