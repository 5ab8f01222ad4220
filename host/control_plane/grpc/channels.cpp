#include "channels.h"
#include <grpc/grpc_security.h>

namespace flyte_webhook::host
{
namespace
{

using GrpcCredentials = std::unique_ptr<grpc_channel_credentials, GrpcRelease<grpc_channel_credentials_release>>;

grpc_arg number(const char* key, int value)
{
    grpc_arg arg{};
    arg.type = GRPC_ARG_INTEGER;
    arg.key = const_cast<char*>(key);
    arg.value.integer = value;
    return arg;
}

grpc_arg text(const char* key, const char* value)
{
    grpc_arg arg{};
    arg.type = GRPC_ARG_STRING;
    arg.key = const_cast<char*>(key);
    arg.value.string = const_cast<char*>(value);
    return arg;
}

std::vector<grpc_arg> channelArguments()
{
    return {
        text(GRPC_ARG_PRIMARY_USER_AGENT_STRING, "flyte-webhook"),
        number(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1),         // else all channels to a place share one connection
        number(GRPC_ARG_ENABLE_RETRIES, 1),                    // of calls that no server has seen; others need a service config
        number(GRPC_ARG_SERVICE_CONFIG_DISABLE_RESOLUTION, 1), // DNS tells addresses, not how to call
        number(GRPC_ARG_ENABLE_HTTP_PROXY, 0),                 // of the environment: nothing else here goes by one
        number(GRPC_ARG_MAX_RECEIVE_MESSAGE_LENGTH, -1),
        // Nothing is compressed, nor is it offered: gzip costs both sides a third. Some servers compress all the same; that is understood,
        // which it would not be if the algorithms were disabled instead.
        number(GRPC_ARG_ENABLE_PER_MESSAGE_COMPRESSION, 0),
        number(GRPC_ARG_MAX_METADATA_SIZE, 256 * 1024), // an error with details may be large
        number(GRPC_ARG_KEEPALIVE_TIME_MS, 30'000),     // only during calls: servers take offence at pings without
        number(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000),
        number(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 0),
        number(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100),
        number(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 5'000), // how long an attempt to connect may take
        number(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1'000),
        number(GRPC_ARG_DNS_MIN_TIME_BETWEEN_RESOLUTIONS_MS, 1'000),
    };
}

GrpcCredentials credentials(const ControlPlaneEndpoint& endpoint, const TlsRoots& roots)
{
    return GrpcCredentials(endpoint.secure() ? grpc_ssl_credentials_create(roots.pem(), nullptr, nullptr, nullptr)
                                             : grpc_insecure_credentials_create());
}

} // namespace

Channels::Channels(const ControlPlaneEndpoint& endpoint, const TlsRoots& roots, std::size_t count)
{
    auto arguments = channelArguments();
    const auto security = credentials(endpoint, roots);
    const auto create = [&]
    {
        const grpc_channel_args list{arguments.size(), arguments.data()};
        return grpc_channel_create(endpoint.target().c_str(), security.get(), &list);
    };
    _streams.reset(create());
    for (std::size_t i = 0; i < count; ++i) _channels.emplace_back(create());
}

bool Channels::connected()
{
    bool any = false;
    for (const auto& channel : _channels) any |= grpc_channel_check_connectivity_state(channel.get(), 1) == GRPC_CHANNEL_READY;
    return any;
}

std::size_t Channels::watchUnconnected(grpc_completion_queue* queue, std::chrono::steady_clock::time_point until)
{
    std::size_t watched = 0;
    for (const auto& channel : _channels)
    {
        const auto state = grpc_channel_check_connectivity_state(channel.get(), 1);
        if (state == GRPC_CHANNEL_READY) continue;
        grpc_channel_watch_connectivity_state(channel.get(), state, toGrpcTime(until), queue, channel.get());
        ++watched;
    }
    return watched;
}

void Channels::hurry()
{
    for (const auto& channel : _channels) grpc_channel_reset_connect_backoff(channel.get());
}

} // namespace flyte_webhook::host
