#pragma once
#include "control_plane/places.h"
#include <atomic>
#include <chrono>

namespace flyte_webhook::host
{

/// The control plane whatever protocol its places speak: checks calls, sends them where they belong, repeats those that may be repeated,
/// and puts what came of them into words. Thread: any.
class RoutedControlPlane final : public ControlPlane
{
public:
    RoutedControlPlane(const ControlPlaneEndpoint& own, Places::Make make, std::chrono::milliseconds callTimeout);

    ControlPlaneResult call(const ControlPlaneCall& call, const CallContext& context) override;
    std::unique_ptr<ControlPlaneStream> open(const ControlPlaneCall& call, const CallContext& context) override;
    bool reached() override;
    void tend() noexcept override { _places.tend(); }

private:
    ControlPlaneResult sendUntilAnswered(const WireCall& call, const std::shared_ptr<Place>& place);
    void learn(const CallStatus& status, const std::shared_ptr<Place>& place);

    Places _places;
    const std::chrono::milliseconds _callTimeout;
    std::atomic<bool> _reached{false};
};

} // namespace flyte_webhook::host
