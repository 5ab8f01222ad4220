#pragma once
#include "base/file_descriptor.h"
#include <chrono>
#include <memory>

namespace flyte_webhook::sandbox
{

class Methods;

/// Serves the methods by gRPC on connections that it is given. Thread: take() any, else its owner's.
class GrpcServer
{
public:
    /// A connection that makes no call for `idle` is closed. The methods must outlive the server. Throws std::runtime_error.
    explicit GrpcServer(const Methods& methods, std::chrono::milliseconds idle = std::chrono::minutes(10));
    /// Lets running calls finish for a second.
    ~GrpcServer();
    GrpcServer(const GrpcServer&) = delete;
    GrpcServer& operator=(const GrpcServer&) = delete;

    /// Serves a client that has connected; the socket does not block. Not during the destructor.
    void take(host::FileDescriptor client);

private:
    class Core;
    std::unique_ptr<Core> _core;
};

} // namespace flyte_webhook::sandbox
