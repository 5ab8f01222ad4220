#pragma once
#include "control_plane/grpc/call_operations.h"
#include "control_plane/grpc/channels.h"
#include "control_plane/place.h"
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
    GrpcStream(std::shared_ptr<Channels> channels, const WireCall& call);
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

} // namespace flyte_webhook::host
