#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace flyte_webhook::test
{

/// A call as a server gets it.
struct ReceivedCall
{
    std::string method; ///< "/package.Service/Method"
    std::string message;
    std::multimap<std::string, std::string> metadata;
};

/// What a server does with it: sends the messages, then holds the call until it is cancelled, or ends it with the status.
struct Answer
{
    std::vector<std::string> messages{};
    int code = 0;
    std::string text{};
    bool hold = false;
    std::function<void()> cancelled{}; ///< told when a held call is cancelled
    bool compressed = false;           ///< by gzip, whatever the client offered; gRPC alone
};

using CallHandler = std::function<Answer(const ReceivedCall&)>;

/// A real server on loopback whose one handler answers every method. Ends its calls with the object. The handler is called by many
/// threads, but never by two at once, so that it may share state with the test.
class CallServer
{
public:
    virtual ~CallServer() = default;
    virtual std::uint16_t port() const = 0;
    /// How many calls have come.
    virtual int calls() const = 0;
};

/// What a control plane is spoken to with; the names are those of control_plane.protocol.
enum class Protocol
{
    grpc,
    connect
};
const char* nameOf(Protocol protocol);

/// Port 0: a free one.
std::unique_ptr<CallServer> makeCallServer(Protocol protocol, CallHandler handler, std::uint16_t port = 0);

} // namespace flyte_webhook::test
