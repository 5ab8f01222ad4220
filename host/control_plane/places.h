#pragma once
#include "control_plane/channels.h"
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace flyte_webhook::host
{

/// The channels to the control plane and to the places that it names. Thread: any.
class Places
{
public:
    /// At most `most` other places are kept; the one unused for longest goes first, and its calls still end as they would.
    Places(const ControlPlaneEndpoint& own, const TlsRoots& roots, std::size_t connections, std::size_t most = 16);

    const std::shared_ptr<Channels>& own() const noexcept { return _ownChannels; }

    /// The channels to an endpoint as the control plane named it; empty, or another way to write its own: its own. Throws
    /// CallMistake when it is no endpoint, or one without TLS while the control plane has TLS.
    std::shared_ptr<Channels> at(std::string_view endpoint);

private:
    struct Place
    {
        std::shared_ptr<Channels> channels;
        std::uint64_t lastUse;
    };
    std::shared_ptr<Channels> other(const ControlPlaneEndpoint& endpoint);
    void dropOldest();

    const ControlPlaneEndpoint _own;
    const TlsRoots _roots;
    const std::size_t _connections;
    const std::size_t _most;
    const std::shared_ptr<Channels> _ownChannels;
    std::mutex _mutex;
    std::map<std::string, Place> _others; ///< by target; under the mutex
    std::uint64_t _uses = 0;              ///< under the mutex
};

} // namespace flyte_webhook::host
