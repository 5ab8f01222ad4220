// Answers over HTTP/1.1. A letter says of what: "u": to a unary call of the Connect protocol, "s": to a streaming one, "h": any answer,
// read through buffers of two sizes; all of which come over a socket. "e": the body of an error, its status in two bytes before, "E": the
// end of a stream. "l": a URL that such an answer names. "g": how a call over gRPC ended: the code, whether a server answered, a line of
// its words, and what gRPC says of it.
#include "base/utf8.h"
#include "control_plane/connect/connect_error.h"
#include "control_plane/connect/connect_stream.h"
#include "control_plane/connect/transport_status.h"
#include "control_plane/connect/unary_exchange.h"
#include "control_plane/grpc/grpc_status.h"
#include "outgoing/outgoing_failure.h"
#include "outgoing/url.h"
#include "support/answering.h"
#include "support/input.h"
#include <algorithm>

using namespace flyte_webhook;
using namespace flyte_webhook::fuzz;
using namespace flyte_webhook::host::transport;

namespace
{

const std::vector<host::Credential> credentials{{"authorization", "Bearer tok-5ecr3t-abcdef"}, {"x-api-key", "key one"}};

struct Call
{
    host::Cancellation cancellation;
    Patience::Clock::time_point deadline = Patience::Clock::now() + std::chrono::minutes(10);
    host::CallContext context{credentials, deadline, cancellation};
    host::WireCall wire{"/a.B/C", "message", context, deadline};
    Patience patience{deadline, &cancellation};
};

Answering& server()
{
    static Answering answering;
    return answering;
}

void check(const host::ControlPlaneResult& result)
{
    require(result.code >= 0 && result.code <= host::grpc_code::unauthenticated, "a call ends with a code of gRPC");
    for (const auto& text : {result.message, result.cause})
    {
        require(host::isUtf8(text) && !host::hasControlCharacter(text), "what is told of a failure is one line of text", text);
        for (const auto* secret : {"tok-5ecr3t-abcdef", "key one"})
            require(text.find(secret) == text.npos, "what is told of a failure holds no credential", text);
    }
    require(result.code == 0 || !result.cause.empty(), "a failure has a cause");
}

void check(const host::CallStatus& status) { check(host::toResult(status, Call().context)); }

void checkUnary(std::string_view bytes)
{
    Call call;
    const host::RequestHead head("host");
    host::Line line(server().connection(bytes, call.patience));
    host::UnaryExchange exchange(line, call.patience);
    std::string answer;
    try
    {
        const auto status = exchange.run(head, call.wire, answer);
        check(status);
        require(status.code != 0 || bytes.find(" 200") != bytes.npos, "only an answer of 200 is a success");
        require(answer.size() <= bytes.size(), "no message is longer than its answer");
    }
    catch (const TransportFailure& failure)
    {
        check(host::transportStatus(failure, exchange.receivedAny(), exchange.sentAny()));
    }
}

void checkStream(std::string_view bytes)
{
    Call call;
    const host::RequestHead head("host");
    host::ConnectStream stream(call.wire, head, std::make_unique<host::Line>(server().connection(bytes, call.patience)));
    std::string message;
    std::size_t total = 0;
    while (stream.next(message)) total += message.size() + 5;
    require(total <= bytes.size(), "no more messages come than were sent");
    check(stream.close());
}

/// What is read of an answer, or why it is none.
std::string readThrough(std::size_t bufferSize, bool headOnly, std::string_view bytes)
{
    Call call;
    const auto connection = server().connection(bytes, call.patience);
    ReadBuffer buffer(bufferSize);
    AnswerReader reader(*connection, call.patience, buffer);
    std::string text;
    try
    {
        const auto& head =
            reader.readHead([&](const HeaderLine& line) { text.append(line.name).append(": ").append(line.value).append("\n"); });
        text += std::to_string(head.status()) + "\n";
        if (headOnly) reader.expectNoBody();
        reader.readBody(text, bytes.size() + text.size());
        return text;
    }
    catch (const TransportFailure& failure)
    {
        return text + "fault " + std::to_string(static_cast<int>(failure.fault()));
    }
}

void checkHttp(Input& input)
{
    const bool headOnly = input.chance(2);
    const auto bytes = input.rest();
    const auto small = readThrough(16, headOnly, bytes), large = readThrough(4096, headOnly, bytes);
    require(small == large, "how bytes are read makes no difference", small + "\n-- " + large);
}

void checkUrl(std::string_view text)
{
    try
    {
        const host::outgoing::Url url(text);
        const auto plain = (url.secure() ? "https://" : "http://") + url.hostHeader() + url.target();
        const host::outgoing::Url again(plain);
        require(again.host() == url.host() && again.port() == url.port() && again.target() == url.target() &&
                    again.secure() == url.secure(),
                "a URL stays the same when written plainly", plain);
        require(url.target().front() == '/' && url.target().find_first_of(" #\\") == std::string::npos, "a target can be sent",
                url.target());
    }
    catch (const host::outgoing::OutgoingFailure& e)
    {
        require(*e.what(), "a refusal says why");
    }
}

void checkGrpc(Input& input)
{
    const int code = 1 + static_cast<int>(input.below(host::grpc_code::unauthenticated));
    const bool reached = input.chance(2);
    const std::string words(input.line()), error(input.rest());
    const auto ofServer =
        host::grpcStatus(code, words, "UNKNOWN:Error received from peer ipv4:127.0.0.1:1 {grpc_message:\"" + words + "\"}", true);
    require(!ofServer.neverSent, "no words of a server say that a call was never sent", words);
    check(ofServer);
    const auto status = host::grpcStatus(code, words, error.empty() ? "UNKNOWN:" : error, reached);
    require(status.reached || !status.hasWords, "words are told of a server that answered alone", words);
    const auto told = host::toResult(status, Call().context);
    require(told.message.find("ipv4:") == told.message.npos, "what callers are told holds no address", told.message);
    check(told);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    Input input(data, size);
    switch (input.byte())
    {
    case 'u': checkUnary(input.rest()); break;
    case 's': checkStream(input.rest()); break;
    case 'h': checkHttp(input); break;
    case 'e':
    {
        const int status = 100 + input.byte() * 2 + input.byte() % 2;
        check(host::connectError(status, true, input.rest()));
        break;
    }
    case 'E': check(host::connectEnd(input.rest())); break;
    case 'l': checkUrl(input.rest()); break;
    case 'g': checkGrpc(input); break;
    default: return -1;
    }
    return 0;
}
