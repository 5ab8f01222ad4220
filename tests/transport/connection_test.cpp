#include "control_plane/scripted_server.h"
#include "control_plane/tls_listener.h"
#include "support/waiting.h"
#include "transport/connection.h"
#include "transport/transport_failure.h"
#include <cppunit/extensions/HelperMacros.h>
#include <poll.h>

using namespace flyte_webhook::host::transport;
using namespace flyte_webhook::test;
using namespace std::chrono_literals;
using Poco::Net::SocketAddress;

/// A connection to another server.
class ConnectionTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ConnectionTest);
    CPPUNIT_TEST(bytesThatAreThereDoNotOutlastTheDeadline);
    CPPUNIT_TEST(norDoThoseThatTlsHolds);
    CPPUNIT_TEST(aSocketThatIsReadyTooLateIsNotWaitedFor);
    CPPUNIT_TEST(aHandshakeThatComesWithoutAPauseEndsInTime);
    CPPUNIT_TEST_SUITE_END();

    static void sendSome(Poco::Net::StreamSocket& socket, int)
    {
        char ignored;
        socket.sendBytes("several", 7);
        socket.receiveBytes(&ignored, 1); // until the end
    }

    static std::size_t readOne(Connection& connection, std::chrono::milliseconds time)
    {
        char byte;
        Patience patience(Patience::Clock::now() + time, nullptr);
        return connection.read(&byte, 1, patience);
    }

    /// Of an answer that never ends and comes without a pause nothing would be waited for.
    static void expectADeadline(Connection& connection)
    {
        CPPUNIT_ASSERT_EQUAL(std::size_t(1), readOne(connection, 20s));
        try
        {
            readOne(connection, 0s);
            CPPUNIT_FAIL("read when its time was over");
        }
        catch (const TransportFailure& failure)
        {
            CPPUNIT_ASSERT(failure.fault() == Fault::timedOut);
        }
    }

    static Connection connectTo(const ScriptedServer& server, Patience& patience)
    {
        return {SocketAddress("127.0.0.1", server.port()), patience, Patience::Clock::time_point::max()};
    }

    void bytesThatAreThereDoNotOutlastTheDeadline()
    {
        const ScriptedServer server(sendSome);
        Patience patience(Patience::Clock::now() + 20s, nullptr);
        auto connection = connectTo(server, patience);
        expectADeadline(connection);
    }

    void norDoThoseThatTlsHolds()
    {
        const TestCa ca;
        const ScriptedServer server(sendSome, listenOverTls(ca.issue("IP:127.0.0.1")));
        Patience patience(Patience::Clock::now() + 20s, nullptr);
        auto connection = connectTo(server, patience);
        connection.secure(Tls(ca.file()), "127.0.0.1", patience, Patience::Clock::time_point::max());
        expectADeadline(connection);
    }

    void aSocketThatIsReadyTooLateIsNotWaitedFor()
    {
        const ScriptedServer server(sendSome);
        Patience patience(Patience::Clock::now() + 20s, nullptr);
        Poco::Net::StreamSocket socket(SocketAddress("127.0.0.1", server.port()));
        const auto descriptor = socket.impl()->sockfd();
        patience.await(descriptor, POLLIN);
        CPPUNIT_ASSERT(!patience.await(descriptor, POLLIN, Patience::Clock::now()));
    }

    /// Requests for another handshake mean nothing during one: OpenSSL passes over them for as long as there are some.
    void aHandshakeThatComesWithoutAPauseEndsInTime()
    {
        const std::string requests = std::string("\x16\x03\x03\x40\x00", 5) + std::string(0x4000, '\0');
        const ScriptedServer server(
            [&requests](auto& socket, int)
            {
                std::string many;
                while (many.size() < 4 << 20) many += requests;
                for (;;) socket.sendBytes(many.data(), static_cast<int>(many.size())); // until the other side closes
            });
        const auto attempt = [&server]
        {
            const auto until = Patience::Clock::now() + 100ms;
            Patience patience(until + 20s, nullptr);
            auto connection = connectTo(server, patience);
            CPPUNIT_ASSERT_THROW(connection.secure(Tls(""), "127.0.0.1", patience, until), TransportFailure);
        };
        const auto attempts = [&attempt]
        {
            for (int i = 0; i < 5; ++i) attempt();
        };
        CPPUNIT_ASSERT(timeOf(attempts) < 10s);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ConnectionTest);
