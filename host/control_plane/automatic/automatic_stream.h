#pragma once
#include "control_plane/automatic/automatic_place.h"

namespace flyte_webhook::host
{

/// A stream that begins over the Connect protocol, and once more over gRPC when the place speaks that alone.
class AutomaticStream final : public ControlPlaneStream
{
public:
    AutomaticStream(std::shared_ptr<AutomaticPlace> place, const WireCall& call, std::unique_ptr<ConnectStream> stream);

    bool next(std::string& message) override;
    ControlPlaneResult close() override;

private:
    const std::shared_ptr<AutomaticPlace> _place;
    const std::string _message; ///< for the second time
    const WireCall _call;
    const std::unique_ptr<ConnectStream> _connect;
    std::unique_ptr<ControlPlaneStream> _grpc; ///< once it is spoken
};

} // namespace flyte_webhook::host
