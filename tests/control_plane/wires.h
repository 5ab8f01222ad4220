#pragma once
#include "control_plane/call_server.h"
#include "control_plane/caller.h"
#include <cppunit/TestFixture.h>
#include <cppunit/extensions/HelperMacros.h>
#include <memory>

namespace flyte_webhook::test
{

/// What the host is told to speak, and what the server speaks that it meets.
struct Wire
{
    host::ControlPlaneProtocol protocol;
    Protocol server;
};

/// Tests that hold whatever is spoken: over gRPC, unless a class beneath says otherwise.
class WireTest : public CppUnit::TestFixture
{
protected:
    virtual Wire wire() const { return {host::ControlPlaneProtocol::grpc, Protocol::grpc}; }

    bool serverSpeaksGrpc() const { return wire().server == Protocol::grpc; }

    std::unique_ptr<CallServer> serve(CallHandler handler, std::uint16_t port = 0) const
    {
        return makeCallServer(wire().server, std::move(handler), port);
    }

    host::ControlPlaneSettings settingsFor(const std::string& endpoint) const
    {
        host::ControlPlaneSettings settings;
        settings.endpoint = endpoint;
        settings.protocol = wire().protocol;
        settings.connections = 2;
        return settings;
    }

    /// A control plane on that port of loopback, in plain text.
    std::unique_ptr<host::ControlPlane> controlPlaneAt(std::uint16_t port, std::size_t connections = 2) const
    {
        auto settings = settingsFor("http://127.0.0.1:" + std::to_string(port));
        settings.connections = connections;
        return host::makeControlPlane(settings);
    }
};

} // namespace flyte_webhook::test

// The same tests once more, as a class of its own.
#define FW_OVER(Name, Test, ...)                                                                                                           \
    class Name : public Test                                                                                                               \
    {                                                                                                                                      \
        CPPUNIT_TEST_SUB_SUITE(Name, Test);                                                                                                \
        CPPUNIT_TEST_SUITE_END();                                                                                                          \
        Wire wire() const override { return {__VA_ARGS__}; }                                                                               \
    };                                                                                                                                     \
    static CppUnit::AutoRegisterSuite<Name> register##Name

// A WireTest over gRPC, over the Connect protocol, and with each kind of server where the host is to find out.
#define FW_OVER_EACH_WIRE(Test)                                                                                                            \
    CPPUNIT_TEST_SUITE_REGISTRATION(Test);                                                                                                 \
    FW_OVER(Connect##Test, Test, host::ControlPlaneProtocol::connect, Protocol::connect);                                                  \
    FW_OVER(Automatic##Test, Test, host::ControlPlaneProtocol::automatic, Protocol::connect);                                              \
    FW_OVER(AutomaticGrpc##Test, Test, host::ControlPlaneProtocol::automatic, Protocol::grpc)
