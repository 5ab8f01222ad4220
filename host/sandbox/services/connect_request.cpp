#include "sandbox/services/connect_request.h"
#include "sandbox/services/rpc_error.h"
#include <algorithm>
#include <charconv>

namespace flyte_webhook::sandbox
{
namespace
{

using Clock = host::Exchange::Clock;

constexpr std::size_t headSize = 5; // of an envelope: flags, then the length in four bytes, the highest first
constexpr unsigned char compressed = 1, endOfStream = 2;

void checkVersion(const host::HttpRequest& request)
{
    const auto version = request.header("connect-protocol-version");
    if (version.data() && version != "1")
        throw RpcError(Code::InvalidArgument, "the header Connect-Protocol-Version is 1, not `" + std::string(version) + "`");
}

void checkEncoding(const host::HttpRequest& request, const char* header)
{
    const auto encoding = request.header(header);
    if (!encoding.empty() && encoding != "identity")
        throw RpcError(Code::Unimplemented, "no compression is understood, and `" + std::string(encoding) + "` came in the header " +
                                                header + ": send messages as they are, `identity`");
}

std::optional<Clock::time_point> deadlineOf(const host::HttpRequest& request, Clock::time_point received)
{
    constexpr std::size_t mostDigits = 10;
    const auto text = request.header("connect-timeout-ms");
    if (!text.data()) return std::nullopt;
    std::int64_t milliseconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), milliseconds);
    if (error != std::errc() || end != text.data() + text.size() || text.size() > mostDigits || milliseconds < 0)
        throw RpcError(Code::InvalidArgument,
                       "the header Connect-Timeout-Ms is a number of at most 10 digits, not `" + std::string(text) + "`");
    return received + std::chrono::milliseconds(milliseconds);
}

std::size_t lengthIn(std::string_view head)
{
    std::size_t length = 0;
    for (std::size_t i = 1; i < headSize; ++i) length = length << 8 | static_cast<unsigned char>(head[i]);
    return length;
}

/// The one message of a stream of requests.
std::string_view unwrapped(std::string_view body)
{
    const auto flags = body.empty() ? 0 : static_cast<unsigned char>(body[0]);
    if ((flags & compressed) != 0) throw RpcError(Code::Internal, "a message is marked as compressed, but no compression was agreed on");
    if (body.size() < headSize || flags != 0 || lengthIn(body) != body.size() - headSize)
        throw RpcError(Code::InvalidArgument, "the body is to be one message in one envelope, and nothing else");
    return body.substr(headSize);
}

} // namespace

ConnectRequest::ConnectRequest(const host::Exchange& exchange, bool streaming) : _request(exchange.request())
{
    checkVersion(_request);
    checkEncoding(_request, streaming ? "connect-content-encoding" : "content-encoding");
    _deadline = deadlineOf(_request, exchange.received());
    _message = streaming ? unwrapped(_request.body) : _request.body;
}

Credentials ConnectRequest::credentials() const
{
    return {_request.header("authorization"), _request.header("cookie"), _request.header("x-api-key")};
}

std::string enveloped(std::string_view message, bool isEnd)
{
    std::string envelope(headSize, '\0');
    envelope[0] = static_cast<char>(isEnd ? endOfStream : 0);
    for (std::size_t i = 1; i < headSize; ++i) envelope[i] = static_cast<char>(message.size() >> 8 * (headSize - 1 - i) & 0xff);
    return envelope.append(message);
}

} // namespace flyte_webhook::sandbox
