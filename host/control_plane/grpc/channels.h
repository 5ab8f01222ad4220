#pragma once
#include "control_plane/endpoint.h"
#include "control_plane/grpc/grpc_handles.h"
#include "control_plane/tls_roots.h"
#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace flyte_webhook::host
{

/// The channels to one place, each with a connection of its own: some for calls, one for streams. They connect when they are first used.
/// Thread: any.
class Channels
{
public:
    Channels(const ControlPlaneEndpoint& endpoint, const TlsRoots& roots, std::size_t count);

    /// The next one in turn.
    grpc_channel* next() noexcept { return _channels[_turn.fetch_add(1, std::memory_order_relaxed) % _channels.size()].get(); }

    /// The one for streams: those stand long, and take no place of a call's.
    grpc_channel* forStreams() noexcept { return _streams.get(); }

    /// Whether one of them is connected. Asks those that are not to connect.
    bool connected();

    /// Asks the channels that are not connected to connect, and watches each in `queue`: one event a channel, when its state changes or at
    /// `until`. Returns how many. gRPC moves a channel only while somebody waits for it, and a call that fails at once does not.
    std::size_t watchUnconnected(grpc_completion_queue* queue, std::chrono::steady_clock::time_point until);

    /// Ends the pauses between attempts to connect.
    void hurry();

private:
    GrpcChannel _streams;
    std::vector<GrpcChannel> _channels;
    std::atomic<std::size_t> _turn{0};
};

} // namespace flyte_webhook::host
