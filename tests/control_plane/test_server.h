#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/server.h>
#include <map>
#include <memory>
#include <mutex>
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
    bool compressed = false;           ///< by gzip, whatever the client offered
};

/// A real gRPC server on loopback whose one handler answers every method. Ends its calls with the object.
class TestServer : private grpc::CallbackGenericService
{
public:
    using Handler = std::function<Answer(const ReceivedCall&)>;

    /// Port 0: a free one. The handler is called by many threads, but never by two at once, so that it may share state with the test.
    explicit TestServer(Handler handler, std::uint16_t port = 0, const std::shared_ptr<grpc::ServerCredentials>& credentials = nullptr);
    ~TestServer() override;

    std::uint16_t port() const { return static_cast<std::uint16_t>(_port); }
    int calls() const { return _calls; }

private:
    class Reactor;
    grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext* context) override;

    const Handler _handler;
    std::mutex _mutex; ///< held while test code runs on a thread of gRPC's
    std::atomic<int> _calls{0};
    int _port = 0;
    std::unique_ptr<grpc::Server> _server;
};

} // namespace flyte_webhook::test
