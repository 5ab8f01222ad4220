#pragma once
#include "control_plane/call_server.h"
#include <atomic>
#include <chrono>
#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/server.h>
#include <memory>
#include <mutex>

namespace flyte_webhook::test
{

/// One that speaks gRPC.
class TestServer : public CallServer, private grpc::CallbackGenericService
{
public:
    /// Port 0: a free one. `connectionAge`: after that a connection takes no further calls (GOAWAY); 0: never.
    explicit TestServer(CallHandler handler, std::uint16_t port = 0, const std::shared_ptr<grpc::ServerCredentials>& credentials = nullptr,
                        std::chrono::milliseconds connectionAge = {});
    ~TestServer() override;

    std::uint16_t port() const override { return static_cast<std::uint16_t>(_port); }
    int calls() const override { return _calls; }

private:
    class Reactor;
    grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext* context) override;

    const CallHandler _handler;
    std::mutex _mutex; ///< held while test code runs on a thread of gRPC's
    std::atomic<int> _calls{0};
    int _port = 0;
    std::unique_ptr<grpc::Server> _server;
};

} // namespace flyte_webhook::test
