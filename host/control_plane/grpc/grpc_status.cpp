#include "grpc_status.h"
#include <algorithm>
#include <array>
#include <string_view>

namespace flyte_webhook::host
{
namespace
{

bool startsWith(std::string_view text, std::string_view prefix) { return text.substr(0, prefix.size()) == prefix; }

bool holdsAddress(std::string_view text) { return text.find("ipv4:") != text.npos || text.find("ipv6:") != text.npos; }

/// gRPC gives a broken connection and a passed deadline the same form as a status that the server sent; only the words differ.
bool isOfTransport(std::string_view words)
{
    constexpr std::array<std::string_view, 10> beginnings{
        "Broken pipe",     "CANCELLED",           "Connection reset", "Deadline Exceeded",  "Endpoint read",
        "GOAWAY received", "Received RST_STREAM", "Socket closed",    "keepalive watchdog", "recvmsg:"};
    return std::any_of(beginnings.begin(), beginnings.end(), [&](auto beginning) { return startsWith(words, beginning); });
}

/// Whether the words are the server's, and not gRPC's in its place.
bool isFromServer(const CallStatus& status) { return status.reached && !isOfTransport(status.message) && !holdsAddress(status.message); }

/// The words of the channel's own refusal. Should a later gRPC choose others, calls fail where they could have been tried again.
bool isNeverSent(const CallStatus& status)
{
    const auto says = [&](std::string_view beginning) { return startsWith(status.error, beginning); };
    return !status.reached && (says("UNKNOWN:failed to connect to all addresses") || says("UNKNOWN:DNS resolution failed") ||
                               says("UNAVAILABLE:DNS resolution failed"));
}

} // namespace

CallStatus grpcStatus(int code, std::string message, std::string error, bool reached)
{
    CallStatus status{code, std::move(message), std::move(error), reached};
    status.hasWords = isFromServer(status);
    status.neverSent = isNeverSent(status);
    return status;
}

} // namespace flyte_webhook::host
