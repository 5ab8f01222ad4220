#pragma once
#include "http/exchange.h"
#include "sandbox/services/caller.h"
#include <optional>
#include <string_view>

namespace flyte_webhook::sandbox
{

constexpr const char* connectUnary = "application/proto";
constexpr const char* connectStream = "application/connect+proto";

/// What a request of the Connect protocol says beside its method. Views hold as long as the request. Thread: one at a time.
class ConnectRequest
{
public:
    /// Throws RpcError when the request asks for what this server does not speak: another version of the protocol, compression.
    ConnectRequest(const host::Exchange& exchange, bool streaming);

    /// The serialised message.
    std::string_view message() const noexcept { return _message; }

    Credentials credentials() const;
    std::string authority() const { return std::string(_request.header("host")); }

    /// Whether the caller's patience is over.
    bool isLate() const { return _deadline && host::Exchange::Clock::now() >= *_deadline; }

private:
    const host::HttpRequest& _request;
    std::string_view _message;
    std::optional<host::Exchange::Clock::time_point> _deadline;
};

/// A message of a stream, or its end, in its envelope.
std::string enveloped(std::string_view message, bool isEnd = false);

} // namespace flyte_webhook::sandbox
