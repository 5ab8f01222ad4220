#pragma once
#include "control_plane/call_operations.h"
#include "control_plane/channels.h"
#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace flyte_webhook::host
{

/// A server-streaming call over gRPC.
class GrpcStream final : public ControlPlaneStream
{
public:
    /// `path` is "/package.Service/Method".
    GrpcStream(std::shared_ptr<Channels> channels, const std::string& path, std::string_view message, const CallContext& context);
    ~GrpcStream() override;

    bool next(std::string& message) override;
    ControlPlaneResult close() override;

private:
    void finish();

    const CallContext& _context;
    const std::shared_ptr<Channels> _channels;
    CallMetadata _metadata;
    CallOperations _operations;
    const GrpcQueue _queue;
    const GrpcCall _call;
    std::optional<ControlPlaneResult> _result; ///< once it has ended
};

/// A stream that failed before it began.
class FailedStream final : public ControlPlaneStream
{
public:
    explicit FailedStream(ControlPlaneResult result) : _result(std::move(result)) {}

    bool next(std::string&) override { return false; }
    ControlPlaneResult close() override { return _result; }

private:
    const ControlPlaneResult _result;
};

} // namespace flyte_webhook::host
