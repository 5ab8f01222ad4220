#pragma once
#include "control_plane/endpoint.h"
#include "control_plane/place.h"
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace flyte_webhook::host
{

/// The control plane's own place and those that it names. Thread: any.
class Places
{
public:
    using Make = std::function<std::shared_ptr<Place>(const ControlPlaneEndpoint&)>; ///< called by one thread at a time

    /// At most `most` other places are kept; the one unused for longest goes first, and its calls still end as they would.
    Places(const ControlPlaneEndpoint& own, Make make, std::size_t most = 16);

    const std::shared_ptr<Place>& own() const noexcept { return _ownPlace; }

    /// The place of an endpoint as the control plane named it; empty, or another way to write its own: its own, which lives as long as
    /// this. Throws CallMistake when it is no endpoint, or one without TLS while the control plane has TLS.
    std::shared_ptr<Place> at(std::string_view endpoint);

    /// Tends all of them.
    void tend() noexcept;

private:
    struct Kept
    {
        std::shared_ptr<Place> place;
        std::uint64_t lastUse;
    };
    std::shared_ptr<Place> sharedOwn() const;
    std::shared_ptr<Place> other(const ControlPlaneEndpoint& endpoint);
    void dropOldest();

    const ControlPlaneEndpoint _own;
    const Make _make;
    const std::size_t _most;
    const std::shared_ptr<Place> _ownPlace;
    std::mutex _mutex;
    std::map<std::string, Kept> _others; ///< by target; under the mutex
    std::uint64_t _uses = 0;             ///< under the mutex
};

} // namespace flyte_webhook::host
