#include "request_head.h"
#include "control_plane/metadata_name.h"
#include <algorithm>
#include <array>
#include <charconv>

namespace flyte_webhook::host
{
namespace
{

using Clock = std::chrono::steady_clock;

std::string commonHead(const std::string& authority, const char* contentType)
{
    return " HTTP/1.1\r\nHost: " + authority + "\r\nUser-Agent: flyte-webhook\r\nContent-Type: " + contentType +
           "\r\nConnect-Protocol-Version: 1\r\nConnect-Timeout-Ms: ";
}

void addNumber(std::string& head, long long number)
{
    std::array<char, 20> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    head.append(digits.data(), end);
}

/// The protocol allows ten digits, and a call needs one millisecond at least.
long long millisecondsUntil(Clock::time_point deadline)
{
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    return std::clamp<long long>(left, 1, 9'999'999'999);
}

void addHeader(std::string& head, std::string_view name, std::string_view value)
{
    head.append(name).append(": ").append(value).append("\r\n");
}

/// An upper bound.
std::size_t sizeOf(const WireCall& call, const std::string& common)
{
    std::size_t size = call.path.size() + common.size() + call.context.traceparent.size() + 128;
    for (const auto& credential : call.context.credentials) size += credential.name.size() + credential.value.size() + 4;
    return size;
}

} // namespace

RequestHead::RequestHead(const std::string& authority)
    : _unary(commonHead(authority, "application/proto")), _stream(commonHead(authority, "application/connect+proto"))
{
}

void RequestHead::write(std::string& head, const WireCall& call, Kind kind, std::size_t bodySize) const
{
    head.clear();
    head.reserve(sizeOf(call, common(kind)) + shortBody);
    head.append("POST ").append(call.path).append(common(kind));
    addNumber(head, millisecondsUntil(call.deadline));
    head.append("\r\nContent-Length: ");
    addNumber(head, static_cast<long long>(bodySize));
    head.append("\r\n");
    for (const auto& credential : call.context.credentials) addHeader(head, credential.name, credential.value);
    if (isMetadataValue(call.context.traceparent) && !call.context.traceparent.empty())
        addHeader(head, "traceparent", call.context.traceparent);
    head.append("\r\n");
}

} // namespace flyte_webhook::host
