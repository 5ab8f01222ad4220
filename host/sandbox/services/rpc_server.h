#pragma once
#include "sandbox/services/answers.h"
#include <memory>

namespace flyte_webhook::sandbox
{

/// The control plane's listener on 127.0.0.1: gRPC and Connect on one port. Thread: its owner's.
class RpcServer
{
public:
    /// Listens; port 0 means a free one. Throws std::runtime_error when the port is taken.
    RpcServer(unsigned short port, const Answers& answers);
    /// Ends watches, and lets other running calls finish for a second.
    ~RpcServer();
    RpcServer(const RpcServer&) = delete;
    RpcServer& operator=(const RpcServer&) = delete;

    unsigned short port() const noexcept;

private:
    class Core;
    std::unique_ptr<Core> _core;
};

} // namespace flyte_webhook::sandbox
