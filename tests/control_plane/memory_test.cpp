#include "base/secret.h"
#include "control_plane/memory_scan.h"
#include "control_plane/scripted_server.h"
#include "control_plane/wires.h"
#include "support/reserved_port.h"
#include <array>
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::test;
namespace host = flyte_webhook::host;

namespace
{

/// One HTTP/2 frame (RFC 9113): its payload is wiped with it.
struct Frame
{
    int type = 0, flags = 0;
    std::string stream, payload;
    ~Frame() { host::wipe(payload); }
    bool endsStream() const { return type == 0 && (flags & 1); }
};

void receive(Poco::Net::StreamSocket& socket, std::string& buffer, std::size_t size)
{
    buffer.resize(size);
    for (std::size_t got = 0; got < size;)
    {
        const int count = socket.receiveBytes(buffer.data() + got, static_cast<int>(size - got));
        if (count <= 0) throw Poco::Exception("the client has gone");
        got += static_cast<std::size_t>(count);
    }
}

void receive(Poco::Net::StreamSocket& socket, Frame& frame)
{
    std::string head;
    receive(socket, head, 9);
    const auto byte = [&](std::size_t i) { return static_cast<std::size_t>(static_cast<unsigned char>(head[i])); };
    frame.type = static_cast<int>(byte(3));
    frame.flags = static_cast<int>(byte(4));
    frame.stream = head.substr(5);
    receive(socket, frame.payload, byte(0) << 16 | byte(1) << 8 | byte(2));
}

void send(Poco::Net::StreamSocket& socket, char type, char flags, const std::string& stream, const std::string& payload)
{
    const std::string head{0, 0, static_cast<char>(payload.size()), type, flags};
    const auto frame = head + stream + payload;
    socket.sendBytes(frame.data(), static_cast<int>(frame.size()));
}

/// A header of an answer, neither compressed nor kept (RFC 7541).
std::string literal(const std::string& name, const std::string& value)
{
    return std::string(1, '\0') + static_cast<char>(name.size()) + name + static_cast<char>(value.size()) + value;
}

/// The smallest gRPC server: answers each call with an empty message, and keeps nothing of it.
void serveGrpc(Poco::Net::StreamSocket& socket, int)
{
    const std::string connection(4, '\0');
    std::string preface;
    receive(socket, preface, 24);
    send(socket, 4, 0, connection, "");
    for (;;)
    {
        Frame frame;
        receive(socket, frame);
        if (frame.type == 4 && !(frame.flags & 1)) send(socket, 4, 1, connection, "");
        if (frame.type == 6 && !(frame.flags & 1)) send(socket, 6, 1, connection, frame.payload);
        if (!frame.endsStream()) continue;
        send(socket, 1, 4, frame.stream, "\x88" + literal("content-type", "application/grpc"));
        send(socket, 0, 0, frame.stream, std::string(5, '\0'));
        send(socket, 1, 5, frame.stream, literal("grpc-status", "0"));
    }
}

/// One that speaks the Connect protocol: answers calls with an empty message, streams with their end, and keeps nothing of them.
void serveConnect(Poco::Net::StreamSocket& socket, int)
{
    constexpr std::size_t unaryBody = 7, streamBody = 12; // what callWithIt() sends
    for (;;)
    {
        std::string head, body;
        head.reserve(64 * 1024); // does not grow, and so leaves no copies
        for (char c = 0; head.find("\r\n\r\n") == std::string::npos; head += c)
            if (socket.receiveBytes(&c, 1) <= 0) return;
        const bool streams = head.find("application/connect+proto") != std::string::npos;
        host::wipe(head);
        receive(socket, body, streams ? streamBody : unaryBody);
        const std::string end("\2\0\0\0\2{}", 7), ok = "HTTP/1.1 200 OK\r\nContent-Type: application/";
        const auto answer = ok + (streams ? "connect+proto\r\nContent-Length: 7\r\n\r\n" + end : "proto\r\nContent-Length: 0\r\n\r\n");
        socket.sendBytes(answer.data(), static_cast<int>(answer.size()));
    }
}

} // namespace

/// What is left in memory of a credential once its call is over.
class CredentialMemoryTest : public WireTest
{
    CPPUNIT_TEST_SUITE(CredentialMemoryTest);
    CPPUNIT_TEST(aCopyThatIsLeftIsFound);
    CPPUNIT_TEST(noneIsLeftByCalls);
    CPPUNIT_TEST(noneIsLeftByCallsThatFail);
    CPPUNIT_TEST_SUITE_END();

    const Trace _trace{"fo-ecart-on-evael-llahs-siht-tnedeR"};

    void callWithIt(host::ControlPlane& controlPlane, int expected)
    {
        auto token = _trace.text();
        callWith(token, controlPlane, expected);
        host::wipe(token);
    }

    /// The first call of a library's function looks it up, and saves all registers on the stack for that, whatever was copied through them.
    /// Such are made beforehand, with nobody's credential.
    void callWithNone(host::ControlPlane& controlPlane, int expected) { callWith("nobody's", controlPlane, expected); }

    static void callWith(std::string_view token, host::ControlPlane& controlPlane, int expected)
    {
        Caller caller{{{"authorization", token}}};
        const auto unary = caller.call(controlPlane, {"a.B/C", "message"});
        CPPUNIT_ASSERT_EQUAL_MESSAGE(unary.cause, expected, unary.code);
        const auto context = caller.context();
        const auto stream = controlPlane.open({"a.B/Watch", "message"}, context);
        for (std::string message; stream->next(message);)
        {
        }
        stream->close();
    }

    void aCopyThatIsLeftIsFound()
    {
        auto copy = _trace.text();
        CPPUNIT_ASSERT(_trace.copies() >= 1);
        host::wipe(copy);
        CPPUNIT_ASSERT_EQUAL(std::size_t(0), _trace.copies());
    }

    void noneIsLeftByCalls()
    {
        ScriptedServer server(serverSpeaksGrpc() ? serveGrpc : serveConnect);
        const auto controlPlane = controlPlaneAt(server.port());
        callWithNone(*controlPlane, 0);
        for (int i = 0; i < 5; ++i) callWithIt(*controlPlane, 0);
        CPPUNIT_ASSERT(within(std::chrono::seconds(20), [&] { return _trace.copies() == 0; }));
    }

    void noneIsLeftByCallsThatFail()
    {
        const ReservedPort port;
        const auto controlPlane = controlPlaneAt(port.number());
        callWithNone(*controlPlane, host::grpc_code::unavailable);
        callWithIt(*controlPlane, host::grpc_code::unavailable);
        CPPUNIT_ASSERT(within(std::chrono::seconds(20), [&] { return _trace.copies() == 0; }));
    }
};
CPPUNIT_TEST_SUITE_REGISTRATION(CredentialMemoryTest);
FW_OVER(ConnectCredentialMemoryTest, CredentialMemoryTest, host::ControlPlaneProtocol::connect, Protocol::connect);
