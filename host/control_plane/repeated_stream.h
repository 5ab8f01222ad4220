#pragma once
#include "control_plane/place.h"
#include "control_plane/retry_pause.h"

namespace flyte_webhook::host
{

/// A stream that changes nothing. Where the control plane was unavailable before the first message, it is begun again as often as a call
/// is.
class RepeatedStream final : public ControlPlaneStream
{
public:
    RepeatedStream(std::shared_ptr<Place> place, const WireCall& call);

    bool next(std::string& message) override;
    ControlPlaneResult close() override { return _stream->close(); }

private:
    bool beginAgain();

    const std::shared_ptr<Place> _place;
    const std::string _message; ///< for the next time
    const WireCall _call;
    std::unique_ptr<ControlPlaneStream> _stream;
    RetryPause _pause;
    bool _begun = false;
};

} // namespace flyte_webhook::host
