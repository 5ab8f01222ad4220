#include "control_plane/caller.h"
#include "control_plane/connect_server.h"
#include "support/reserved_port.h"
#include <cppunit/extensions/HelperMacros.h>
#include <grpc/grpc.h>

using namespace flyte_webhook::test;
using namespace std::chrono_literals;
namespace host = flyte_webhook::host;

/// gRPC is begun with where it is spoken, and not before. A program of its own, in which nobody else begins with it.
class LateGrpcTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(LateGrpcTest);
    CPPUNIT_TEST(grpcIsNotEvenBegunWithWhereConnectIsSpoken);
    CPPUNIT_TEST(itIsBegunWithOnceSomebodySpeaksNothingElse);
    CPPUNIT_TEST_SUITE_END();

    static std::unique_ptr<host::ControlPlane> controlPlaneAt(std::uint16_t port, host::ControlPlaneProtocol protocol)
    {
        host::ControlPlaneSettings settings;
        settings.endpoint = "http://127.0.0.1:" + std::to_string(port);
        settings.protocol = protocol;
        return host::makeControlPlane(settings);
    }

    void grpcIsNotEvenBegunWithWhereConnectIsSpoken()
    {
        for (const auto protocol : {host::ControlPlaneProtocol::automatic, host::ControlPlaneProtocol::connect})
        {
            ConnectServer server([](const ReceivedCall&) { return Answer{{"m"}}; });
            const auto controlPlane = controlPlaneAt(server.port(), protocol);
            CPPUNIT_ASSERT_EQUAL(std::string("m"), Caller().call(*controlPlane, {"a.B/C", ""}).message);
            CPPUNIT_ASSERT(within(20s, [&] { return controlPlane->reached(); }));
            CPPUNIT_ASSERT(Caller().call(*controlPlaneAt(ReservedPort().number(), protocol), {"a.B/C", ""}).code != 0);
            CPPUNIT_ASSERT(!grpc_is_initialized());
        }
    }

    void itIsBegunWithOnceSomebodySpeaksNothingElse()
    {
        ScriptedServer server([](auto& socket, int) { socket.sendBytes("\0\0\0\4\0\0\0\0\0", 9); });
        const auto controlPlane = controlPlaneAt(server.port(), host::ControlPlaneProtocol::automatic);
        const auto begun = [&]
        {
            Caller{{}, 300ms}.call(*controlPlane, {"a.B/C", ""});
            return grpc_is_initialized() != 0;
        };
        CPPUNIT_ASSERT(within(20s, begun));
    }
};
CPPUNIT_TEST_SUITE_REGISTRATION(LateGrpcTest);
