#include "answer_kind.h"
#include "base/header_text.h"
#include "control_plane/connect/connect_error.h"
#include "transport/transport_failure.h"
#include <algorithm>
#include <array>

namespace flyte_webhook::host
{
namespace
{

using namespace transport;

constexpr std::size_t maxError = 1 << 20;

std::string mediaType(std::string_view value)
{
    value = value.substr(0, value.find(';'));
    value = value.substr(0, value.find_last_not_of(" \t") + 1);
    std::string type(value);
    std::transform(type.begin(), type.end(), type.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return type;
}

} // namespace

std::string AnswerKind::described() const
{
    return "HTTP " + std::to_string(status) + " with the content type '" + contentType + "'" + (encoded ? ", compressed" : "");
}

bool beginsWithHttp2(AnswerReader& reader)
{
    constexpr std::size_t frameHead = 9;
    constexpr char settings = 4;
    if (reader.peek(1) != std::string_view("\0", 1)) return false; // as HTTP/1 never does
    const auto head = reader.peek(frameHead);
    return head.size() == frameHead && head[3] == settings && head.substr(5) == std::string_view("\0\0\0\0", 4);
}

AnswerKind readKind(AnswerReader& reader)
{
    AnswerKind kind;
    const auto& head = reader.readHead(
        [&](const HeaderLine& header)
        {
            if (sameName(header.name, "content-type")) kind.contentType = mediaType(header.value);
            if (sameName(header.name, "content-encoding")) kind.encoded |= !sameName(header.value, "identity");
        });
    kind.status = head.status();
    return kind;
}

bool asksForAnotherProtocol(const AnswerKind& kind)
{
    const bool grpc = kind.contentType.compare(0, 16, "application/grpc") == 0;
    constexpr std::array<int, 4> signs{415, 426, 464, 505}; // 464 is what some load balancers say in front of gRPC alone
    return grpc || std::find(signs.begin(), signs.end(), kind.status) != signs.end();
}

CallStatus readError(AnswerReader& reader, const AnswerKind& kind)
{
    std::string body;
    try
    {
        reader.readBody(body, maxError);
    }
    catch (const TransportFailure& failure)
    {
        if (failure.fault() != Fault::tooLarge && failure.fault() != Fault::broken) throw;
        return connectError(kind.status, false, body); // its status says enough
    }
    return connectError(kind.status, kind.isJson(), body);
}

CallStatus anotherProtocol(const std::string& why)
{
    const auto cause = why + "; protocol = auto in [control_plane] goes by what it speaks";
    CallStatus status{grpc_code::unavailable, "the control plane does not speak the Connect protocol", cause, true, true, true};
    status.anotherProtocol = true;
    return status;
}

} // namespace flyte_webhook::host
