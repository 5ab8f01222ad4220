#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace flyte_webhook::test
{

enum class Protocol
{
    grpc,
    connect
};

/// How a call ended.
struct Outcome
{
    int code = 0; ///< gRPC's
    std::string message;
    std::vector<std::string> answers; ///< serialised
};

/// Calls the methods of a control plane with serialised messages, by one of its protocols over real connections. Thread: any.
class RpcCaller
{
public:
    /// `authorization` goes along with each call, unless it is empty.
    RpcCaller(Protocol protocol, const std::string& address, std::string authorization);
    ~RpcCaller();
    RpcCaller(RpcCaller&&) noexcept;

    /// A method that has one answer.
    Outcome call(const std::string& path, const std::string& message, std::chrono::milliseconds patience = std::chrono::minutes(1)) const;

    /// Gets each answer as it comes. False: the caller hangs up.
    using Heard = std::function<bool(const std::string&)>;

    /// A method that streams. Its outcome is Cancelled when the caller hung up.
    Outcome stream(
        const std::string& path, const std::string& message, std::chrono::milliseconds patience = std::chrono::minutes(1),
        const Heard& heard = [](const std::string&) { return true; }) const;

private:
    class Speaker;
    class Grpc;
    class Connect;
    std::unique_ptr<Speaker> _speaker;
};

} // namespace flyte_webhook::test
