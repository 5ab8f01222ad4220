#include "raw_client.h"
#include "test_server.h"
#include <cppunit/extensions/HelperMacros.h>
#include <optional>

using namespace flyte_webhook::host;

namespace
{

/// Connections that begin with "PRI " are another protocol's.
class DivertTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(DivertTest);
    CPPUNIT_TEST(connectionsOfTheOtherProtocolAreHandedOverWithAllTheirBytes);
    CPPUNIT_TEST(requestsAreServedHoweverTheirBytesCome);
    CPPUNIT_TEST(onlyTheFirstBytesOfAConnectionCount);
    CPPUNIT_TEST(clientsThatSayTooLittleAreClosedInTime);
    CPPUNIT_TEST(clientsThatEndTooEarlyAreClosed);
    CPPUNIT_TEST(whatIsHandedOverOutlivesTheServer);
    CPPUNIT_TEST(whatCannotBeHandedOverIsClosed);
    CPPUNIT_TEST_SUITE_END();

    static HttpLimits limits()
    {
        HttpLimits limits;
        limits.headerTimeout = shortHeaderTimeout;
        return limits;
    }

    std::mutex _mutex;
    std::vector<FileDescriptor> _taken;
    TestHandler _handler;
    std::optional<HttpServer> _server;

public:
    void setUp() override
    {
        start([this](FileDescriptor descriptor) { take(std::move(descriptor)); });
    }

    void tearDown() override { _server.reset(); }

private:
    void start(Diversion::Take take)
    {
        _server.emplace(Poco::Net::SocketAddress("127.0.0.1", 0), limits(), _handler);
        _server->divert({"PRI ", std::move(take)});
        _server->start();
    }

    void take(FileDescriptor descriptor)
    {
        const std::lock_guard lock(_mutex);
        _taken.push_back(std::move(descriptor));
    }

    std::size_t taken()
    {
        const std::lock_guard lock(_mutex);
        return _taken.size();
    }

    std::string bytesOf(const FileDescriptor& descriptor)
    {
        std::string bytes(100, '\0');
        bytes.resize(static_cast<std::size_t>(std::max<ssize_t>(0, ::recv(descriptor.number(), bytes.data(), bytes.size(), 0))));
        return bytes;
    }

    void connectionsOfTheOtherProtocolAreHandedOverWithAllTheirBytes()
    {
        RawClient whole(_server->port()), slow(_server->port());
        whole.send("PRI * HTTP/2.0\r\n");
        CPPUNIT_ASSERT(eventually([this] { return taken() == 1; }));
        for (const char c : std::string("PRI ")) slow.send(std::string(1, c));
        CPPUNIT_ASSERT(eventually([this] { return taken() == 2; }));
        CPPUNIT_ASSERT(eventually([this] { return _server->counts().connections == 0; }));
        CPPUNIT_ASSERT_EQUAL(std::string("PRI * HTTP/2.0\r\n"), bytesOf(_taken[0]));
        CPPUNIT_ASSERT_EQUAL(std::string("PRI "), bytesOf(_taken[1]));
        ::send(_taken[0].number(), "taken", 5, MSG_NOSIGNAL);
        _taken[0].close();
        CPPUNIT_ASSERT_EQUAL(std::string("taken"), whole.readAll());
    }

    void requestsAreServedHoweverTheirBytesCome()
    {
        RawClient quick(_server->port()), slow(_server->port());
        CPPUNIT_ASSERT_EQUAL(200, quick.ask(get("/a")).status);
        for (const char c : get("/b")) slow.send(std::string(1, c));
        CPPUNIT_ASSERT_EQUAL(std::string("GET /b "), slow.read().body);
        const auto request = post("/c", "PRI ");
        slow.send(request.substr(0, request.size() - 1));
        slow.send(request.substr(request.size() - 1));
        CPPUNIT_ASSERT_EQUAL(std::string("POST /c PRI "), slow.read().body);
        CPPUNIT_ASSERT_EQUAL(std::string("PUT /d "), RawClient(_server->port()).ask("PUT /d HTTP/1.1\r\nHost: a\r\n\r\n").body);
        CPPUNIT_ASSERT_EQUAL(std::size_t(0), taken());
    }

    void onlyTheFirstBytesOfAConnectionCount()
    {
        RawClient client(_server->port());
        client.ask(get("/a"));
        CPPUNIT_ASSERT_EQUAL(std::string("PRI /b "), client.ask("PRI /b HTTP/1.1\r\nHost: a\r\n\r\n").body);
        CPPUNIT_ASSERT_EQUAL(std::size_t(0), taken());
    }

    void clientsThatSayTooLittleAreClosedInTime()
    {
        RawClient silent(_server->port()), half(_server->port());
        half.send("PRI");
        CPPUNIT_ASSERT(half.ended() && silent.ended());
        CPPUNIT_ASSERT_EQUAL(std::size_t(0), taken());
        CPPUNIT_ASSERT(eventually([&] { return _server->counts().connections == 0; }));
    }

    void clientsThatEndTooEarlyAreClosed()
    {
        for (const char* begun : {"", "P", "PRI", "GE"})
        {
            RawClient client(_server->port());
            client.send(begun);
            client.endOutput();
            CPPUNIT_ASSERT(client.ended());
        }
        CPPUNIT_ASSERT_EQUAL(std::size_t(0), taken());
    }

    void whatIsHandedOverOutlivesTheServer()
    {
        RawClient client(_server->port());
        client.send("PRI ");
        CPPUNIT_ASSERT(eventually([this] { return taken() == 1; }));
        _server->stop(std::chrono::milliseconds(0));
        _server.reset();
        ::send(_taken[0].number(), "still\r\n", 7, MSG_NOSIGNAL);
        CPPUNIT_ASSERT_EQUAL(std::string("still"), client.readLine());
    }

    void whatCannotBeHandedOverIsClosed()
    {
        start([](const FileDescriptor&) { throw std::runtime_error("no"); });
        RawClient client(_server->port());
        client.send("PRI ");
        CPPUNIT_ASSERT(client.ended());
        CPPUNIT_ASSERT_EQUAL(200, RawClient(_server->port()).ask(get("/a")).status);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DivertTest);

} // namespace
