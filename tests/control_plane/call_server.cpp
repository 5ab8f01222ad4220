#include "control_plane/call_server.h"
#include "control_plane/connect_server.h"
#include "control_plane/test_server.h"

namespace flyte_webhook::test
{

const char* nameOf(Protocol protocol) { return protocol == Protocol::grpc ? "grpc" : "connect"; }

std::unique_ptr<CallServer> makeCallServer(Protocol protocol, CallHandler handler, std::uint16_t port)
{
    if (protocol == Protocol::connect) return std::make_unique<ConnectServer>(std::move(handler), port);
    return std::make_unique<TestServer>(std::move(handler), port);
}

} // namespace flyte_webhook::test
