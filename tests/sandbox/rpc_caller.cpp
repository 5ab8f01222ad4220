#include "rpc_caller.h"
#include "support/web.h"
#include <algorithm>
#include <array>
#include <grpcpp/create_channel.h>
#include <grpcpp/impl/codegen/client_unary_call.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/sync_stream.h>
#include <optional>
#include <rapidjson/document.h>
#include <stdexcept>

namespace flyte_webhook::test
{
namespace
{

using grpc::ByteBuffer;
using std::chrono::milliseconds;

ByteBuffer bufferOf(const std::string& bytes)
{
    const grpc::Slice slice(bytes);
    return ByteBuffer(&slice, 1);
}

std::string bytesOf(const ByteBuffer& buffer)
{
    grpc::Slice slice;
    if (!buffer.DumpToSingleSlice(&slice).ok()) throw std::runtime_error("an answer without bytes");
    return std::string(reinterpret_cast<const char*>(slice.begin()), slice.size());
}

constexpr std::array<const char*, 17> connectCodes{
    "",          "canceled",       "unknown",           "invalid_argument",   "deadline_exceeded",
    "not_found", "already_exists", "permission_denied", "resource_exhausted", "failed_precondition",
    "aborted",   "out_of_range",   "unimplemented",     "internal",           "unavailable",
    "data_loss", "unauthenticated"};

void readError(Outcome& outcome, const rapidjson::Value& error)
{
    const std::string name = error["code"].GetString();
    const auto found = std::find(connectCodes.begin(), connectCodes.end(), name);
    if (found == connectCodes.end()) throw std::runtime_error("`" + name + "` is no code of Connect");
    outcome.code = static_cast<int>(found - connectCodes.begin());
    outcome.message = error["message"].GetString();
}

} // namespace

class RpcCaller::Speaker
{
public:
    virtual ~Speaker() = default;
    virtual Outcome call(const std::string& path, const std::string& message, milliseconds patience) const = 0;
    virtual Outcome stream(const std::string& path, const std::string& message, milliseconds patience, const Heard& heard) const = 0;
};

class RpcCaller::Grpc final : public Speaker
{
public:
    Grpc(const std::string& address, std::string authorization)
        : _channel(grpc::CreateChannel(address, grpc::InsecureChannelCredentials())), _authorization(std::move(authorization))
    {
    }

    Outcome call(const std::string& path, const std::string& message, milliseconds patience) const override
    {
        grpc::ClientContext context;
        prepare(context, patience);
        const grpc::internal::RpcMethod method(path.c_str(), grpc::internal::RpcMethod::NORMAL_RPC);
        ByteBuffer answer;
        const auto status = grpc::internal::BlockingUnaryCall(_channel.get(), method, &context, bufferOf(message), &answer);
        if (!status.ok()) return {status.error_code(), status.error_message(), {}};
        return {0, {}, {bytesOf(answer)}};
    }

    Outcome stream(const std::string& path, const std::string& message, milliseconds patience, const Heard& heard) const override
    {
        grpc::ClientContext context;
        prepare(context, patience);
        const grpc::internal::RpcMethod method(path.c_str(), grpc::internal::RpcMethod::SERVER_STREAMING);
        const std::unique_ptr<grpc::ClientReader<ByteBuffer>> reader(
            grpc::internal::ClientReaderFactory<ByteBuffer>::Create(_channel.get(), method, &context, bufferOf(message)));
        Outcome outcome;
        for (ByteBuffer answer; reader->Read(&answer);)
        {
            outcome.answers.push_back(bytesOf(answer));
            if (!heard(outcome.answers.back())) context.TryCancel();
        }
        const auto status = reader->Finish();
        outcome.code = status.error_code();
        outcome.message = status.error_message();
        return outcome;
    }

private:
    void prepare(grpc::ClientContext& context, milliseconds patience) const
    {
        context.set_deadline(std::chrono::system_clock::now() + patience);
        if (!_authorization.empty()) context.AddMetadata("authorization", _authorization);
    }

    const std::shared_ptr<grpc::Channel> _channel;
    const std::string _authorization;
};

class RpcCaller::Connect final : public Speaker
{
public:
    Connect(std::string address, std::string authorization) : _address(std::move(address)), _authorization(std::move(authorization)) {}

    Outcome call(const std::string& path, const std::string& message, milliseconds patience) const override
    {
        WebConnection connection(port());
        const auto answer = connection.ask(head(path, "application/proto", message, patience) + message);
        if (answer.status == 200) return {0, {}, {answer.body}};
        Outcome outcome;
        rapidjson::Document error;
        if (error.Parse(answer.body.c_str()).HasParseError())
            throw std::runtime_error("status " + std::to_string(answer.status) + ": " + answer.body);
        readError(outcome, error);
        return outcome;
    }

    Outcome stream(const std::string& path, const std::string& message, milliseconds patience, const Heard& heard) const override
    {
        WebConnection connection(port());
        const auto body = enveloped(message);
        connection.send(head(path, "application/connect+proto", body, patience) + body);
        connection.receive(true);
        std::string received;
        Outcome outcome;
        for (;;)
        {
            const auto chunk = connection.receiveChunk();
            if (chunk.empty()) throw std::runtime_error("the stream has no end of Connect's");
            received += chunk;
            while (const auto size = envelopeIn(received))
            {
                const auto content = received.substr(5, *size - 5);
                if (received[0] == 2) return ended(std::move(outcome), content);
                received.erase(0, *size);
                outcome.answers.push_back(content);
                if (!heard(content)) return {1, "hung up", std::move(outcome.answers)};
            }
        }
    }

private:
    std::uint16_t port() const { return static_cast<std::uint16_t>(std::stoi(_address.substr(_address.find(':') + 1))); }

    std::string head(const std::string& path, const std::string& type, const std::string& body, milliseconds patience) const
    {
        const auto authorization = _authorization.empty() ? std::string() : "Authorization: " + _authorization + "\r\n";
        return "POST " + path + " HTTP/1.1\r\nHost: " + _address + "\r\nContent-Type: " + type +
               "\r\nConnect-Protocol-Version: 1\r\nConnect-Timeout-Ms: " + std::to_string(patience.count()) + "\r\n" + authorization +
               "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
    }

    static std::string enveloped(const std::string& message)
    {
        std::string envelope(1, '\0');
        for (int shift = 24; shift >= 0; shift -= 8) envelope += static_cast<char>(message.size() >> shift & 0xff);
        return envelope + message;
    }

    /// The size of the whole envelope at the begin, once it is there.
    static std::optional<std::size_t> envelopeIn(const std::string& bytes)
    {
        if (bytes.size() < 5) return std::nullopt;
        std::size_t size = 0;
        for (std::size_t i = 1; i < 5; ++i) size = size << 8 | static_cast<unsigned char>(bytes[i]);
        return bytes.size() < size + 5 ? std::nullopt : std::make_optional(size + 5);
    }

    static Outcome ended(Outcome outcome, const std::string& json)
    {
        rapidjson::Document end;
        if (end.Parse(json.c_str()).HasParseError()) throw std::runtime_error("the end of the stream is no JSON: " + json);
        if (end.HasMember("error")) readError(outcome, end["error"]);
        return outcome;
    }

    const std::string _address, _authorization;
};

RpcCaller::RpcCaller(Protocol protocol, const std::string& address, std::string authorization)
{
    if (protocol == Protocol::grpc)
        _speaker = std::make_unique<Grpc>(address, std::move(authorization));
    else
        _speaker = std::make_unique<Connect>(address, std::move(authorization));
}

RpcCaller::~RpcCaller() = default;

RpcCaller::RpcCaller(RpcCaller&&) noexcept = default;

Outcome RpcCaller::call(const std::string& path, const std::string& message, milliseconds patience) const
{
    return _speaker->call(path, message, patience);
}

Outcome RpcCaller::stream(const std::string& path, const std::string& message, milliseconds patience, const Heard& heard) const
{
    return _speaker->stream(path, message, patience, heard);
}

} // namespace flyte_webhook::test
