#include "support/process_facts.h"
#include "support/report.h"
#include "tls_server.h"
#include <atomic>
#include <cppunit/extensions/HelperMacros.h>
#include <openssl/bio.h>
#include <random>
#include <vector>

namespace flyte_webhook::host
{

using std::chrono::seconds;

namespace
{

HttpLimits impatient()
{
    HttpLimits limits;
    limits.headerTimeout = shortHeaderTimeout;
    limits.threads = 1;
    return limits;
}

/// A client that has sent its ClientHello and will say no more.
class HalfHandshake
{
public:
    explicit HalfHandshake(unsigned short port) : client(port)
    {
        _transport.prepare(client.descriptor());
        SSL_connect(_transport.session());
    }

    PlainClient client;

private:
    TlsTransport _transport;
};

/// The bytes of a ClientHello.
std::string clientHello()
{
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free);
    const std::unique_ptr<SSL, decltype(&SSL_free)> session(SSL_new(context.get()), &SSL_free);
    SSL_set_bio(session.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    SSL_connect(session.get());
    char* data = nullptr;
    const auto size = BIO_get_mem_data(SSL_get_wbio(session.get()), &data);
    ERR_clear_error();
    return {data, static_cast<std::size_t>(size)};
}

} // namespace

/// Handshakes that stop, vanish, drip, or are none.
class TlsHandshakeTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TlsHandshakeTest);
    CPPUNIT_TEST(handshakeThatStopsIsEndedInTimeAndHoldsNoThread);
    CPPUNIT_TEST(handshakeGetsNoMoreTimeForEachByte);
    CPPUNIT_TEST(handshakeBeyondTheConnectionsIsEndedInTime);
    CPPUNIT_TEST(clientThatVanishesInItsHandshakeIsForgotten);
    CPPUNIT_TEST(handshakeIsCutWhenTheServerStops);
    CPPUNIT_TEST(handshakeWaitsUntilTheClientTakesBytes);
    CPPUNIT_TEST(garbageIsRefused);
    CPPUNIT_TEST(whoSaysNothingFailsAtNoHandshake);
    CPPUNIT_TEST(plainHttpIsToldWhatIsSpoken);
    CPPUNIT_TEST(manyShakeHandsAtOnce);
    CPPUNIT_TEST_SUITE_END();

public:
    void handshakeThatStopsIsEndedInTimeAndHoldsNoThread()
    {
        const TlsServer test(impatient());
        std::vector<PlainClient> silent, begun;
        std::vector<std::unique_ptr<HalfHandshake>> half;
        for (int i = 0; i < 20; ++i)
        {
            silent.emplace_back(test.port());
            begun.emplace_back(test.port());
            begun.back().send(std::string_view("\x16\x03\x01\x02\x00\x01", 6));
            half.push_back(std::make_unique<HalfHandshake>(test.port()));
        }
        for (int i = 0; i < 10; ++i) CPPUNIT_ASSERT_EQUAL(std::string(), failure(test.port(), {}));
        for (auto& client : silent) CPPUNIT_ASSERT(client.ended());
        for (auto& client : begun) CPPUNIT_ASSERT(client.ended());
        for (auto& one : half) one->client.readAll(); // the server's part of the handshake, then the end
        CPPUNIT_ASSERT(eventually([&] { return test.server.counts().connections == 0; }));
        CPPUNIT_ASSERT(test.server.counts().threads <= 2);
        const auto failed = test.server.counts().handshakesFailed;
        // The silent ones began with none; the kernel holds the end of the half ones back for 200 ms at most.
        CPPUNIT_ASSERT(failed >= 20 && failed <= 40);
        test::reportAttack("TLS handshakes that stop half-way, by 60 clients",
                           "closed at header_timeout; others are served meanwhile by the only thread");
    }

    void handshakeGetsNoMoreTimeForEachByte()
    {
        const TlsServer test(impatient());
        PlainClient client(test.port());
        client.send(std::string_view("\x16\x03\x01\x3f\x00\x01", 6));
        const auto begun = std::chrono::steady_clock::now();
        while (!client.readable(20) && std::chrono::steady_clock::now() < begun + longEnough) client.send("x");
        CPPUNIT_ASSERT(std::chrono::steady_clock::now() < begun + longEnough);
        CPPUNIT_ASSERT(eventually([&] { return test.server.counts().connections == 0; }));
        test::reportAttack("TLS handshake byte by byte", "closed at header_timeout, counted from the begin of the connection");
    }

    void handshakeBeyondTheConnectionsIsEndedInTime()
    {
        auto limits = impatient();
        limits.maxConnections = 1;
        const TlsServer test(limits);
        TlsClient first(test.port());
        CPPUNIT_ASSERT_EQUAL(200, first.ask(get("/")).status);
        PlainClient surplus(test.port());
        surplus.send(std::string_view("\x16\x03\x01\x3f\x00\x01", 6));
        const auto used = test::cpuSeconds(::getpid());
        const auto begun = std::chrono::steady_clock::now();
        while (!surplus.readable(20) && std::chrono::steady_clock::now() < begun + longEnough) surplus.send("x");
        CPPUNIT_ASSERT(std::chrono::steady_clock::now() < begun + longEnough);
        CPPUNIT_ASSERT(test::cpuSeconds(::getpid()) - used < 1);
        CPPUNIT_ASSERT(eventually([&] { return test.server.counts().connections == 1; }));
        CPPUNIT_ASSERT_EQUAL(503, TlsClient(test.port()).read().status);
    }

    void clientThatVanishesInItsHandshakeIsForgotten()
    {
        const TlsServer test;
        const auto hello = clientHello();
        CPPUNIT_ASSERT(hello.size() > 100);
        for (std::size_t size = 0; size <= hello.size(); size += 3)
        {
            PlainClient client(test.port());
            client.send(std::string_view(hello).substr(0, size));
            if (size % 2)
                client.reset();
            else
                client.close();
        }
        for (int i = 0; i < 20; ++i) HalfHandshake(test.port()).client.reset();
        CPPUNIT_ASSERT(eventually([&] { return test.server.counts().connections == 0; }));
        CPPUNIT_ASSERT_EQUAL(std::string(), failure(test.port(), {}));
        test::reportAttack("client vanishes after any part of its TLS handshake", "the server goes on; no connection is left");
    }

    void handshakeIsCutWhenTheServerStops()
    {
        TlsServer test;
        HalfHandshake half(test.port());
        CPPUNIT_ASSERT(half.client.readable(10000));
        TlsClient used(test.port());
        CPPUNIT_ASSERT_EQUAL(200, used.ask(get("/")).status);
        CPPUNIT_ASSERT(eventually([&] { return test.server.counts().parked == 2; }));
        CPPUNIT_ASSERT_EQUAL(std::size_t(0), test.server.stop(seconds(10)));
        half.client.readAll();
        CPPUNIT_ASSERT(used.ended() && used.transport().endedOrderly());
    }

    /// A read that has to write first: the server's part of the handshake is more than the socket takes.
    void handshakeWaitsUntilTheClientTakesBytes()
    {
        TlsServer test;
        const auto identity = test::TestCa("Above").issue("DNS:above");
        std::ofstream chain(test.files.certificate, std::ios::app);
        CPPUNIT_ASSERT(chain.good());
        for (std::size_t size = 0; size < 900000; size += identity.certificate.size()) chain << identity.certificate;
        chain.close();
        test.server.useTls(test.files.context());
        TlsClient client;
        client.receiveBuffer(4096);
        connectOnly(client, test.port());
        CPPUNIT_ASSERT(eventually([&] { return test.server.counts().connections == 1; }));
        const int little = 4096; // or the kernel would take all of it
        ::setsockopt(serverSide(client.descriptor()), SOL_SOCKET, SO_SNDBUF, &little, sizeof little);
        client.transport().prepare(client.descriptor());
        auto* session = client.transport().session();
        SSL_set_max_cert_list(session, 32 << 20);
        SSL_connect(session);
        CPPUNIT_ASSERT(client.transport().session() && ready(client.descriptor(), POLLIN, 10000));
        const auto used = test::cpuSeconds(::getpid());
        CPPUNIT_ASSERT(!PlainClient(test.port()).readable(300)); // nothing happens meanwhile
        CPPUNIT_ASSERT(test::cpuSeconds(::getpid()) - used < 0.06);
        CPPUNIT_ASSERT_EQUAL(200, client.ask(get("/")).status);
    }

    void garbageIsRefused()
    {
        const TlsServer test;
        std::minstd_rand random(42);
        const auto hello = clientHello();
        for (int i = 0; i < 200; ++i)
        {
            PlainClient client(test.port());
            auto bytes = i % 2 ? hello : std::string(1 + random() % 2000, '\0');
            const auto changes = i % 2 ? 1 + random() % 8 : bytes.size();
            for (std::size_t change = 0; change < changes; ++change) bytes[random() % bytes.size()] = static_cast<char>(random());
            client.send(bytes);
            client.endOutput();
            client.readAll();
        }
        CPPUNIT_ASSERT(eventually([&] { return test.server.counts().connections == 0; }));
        CPPUNIT_ASSERT_EQUAL(200ULL, test.server.counts().handshakesFailed);
        CPPUNIT_ASSERT_EQUAL(std::string(), failure(test.port(), {}));
        CPPUNIT_ASSERT_EQUAL(200ULL, test.server.counts().handshakesFailed);
        test::reportAttack("garbage instead of a TLS handshake, and handshakes with some bytes changed", "closed; the server goes on");
    }

    /// A load balancer looks in that way whether the port is open.
    void whoSaysNothingFailsAtNoHandshake()
    {
        HttpLimits limits;
        limits.headerTimeout = shortHeaderTimeout;
        const TlsServer test(limits);
        PlainClient(test.port()).close();
        PlainClient silent(test.port());
        CPPUNIT_ASSERT(silent.ended());
        CPPUNIT_ASSERT(eventually([&] { return test.server.counts().accepted == 2 && test.server.counts().connections == 0; }));
        CPPUNIT_ASSERT_EQUAL(0ULL, test.server.counts().handshakesFailed);
    }

    void plainHttpIsToldWhatIsSpoken()
    {
        std::atomic<int> served{0};
        const TlsServer test({}, [&](Exchange&) { ++served; });
        PlainClient client(test.port());
        const auto reply = client.ask(get("/"));
        CPPUNIT_ASSERT_EQUAL(400, reply.status);
        CPPUNIT_ASSERT_EQUAL(std::string("This port speaks HTTPS alone; begin its address with https://"), reply.body);
        CPPUNIT_ASSERT_EQUAL(std::string("close"), reply.headers.at("connection"));
        CPPUNIT_ASSERT(client.ended());
        client.close();
        PlainClient other(test.port());
        other.send("DELETE / HTTP/1.1\r\nHost: a\r\n\r\n");
        other.readAll();
        CPPUNIT_ASSERT_EQUAL(0, served.load());
        CPPUNIT_ASSERT(eventually([&] { return test.server.counts().connections == 0; }));
        CPPUNIT_ASSERT_EQUAL(2ULL, test.server.counts().handshakesFailed);
        test::reportAttack("plain HTTP to a listener that speaks TLS", "400 in plain text, closed; the handler gets nothing");
    }

    void manyShakeHandsAtOnce()
    {
        const TlsServer test;
        std::atomic<int> wrong{0};
        const auto connect = [&](int who)
        {
            std::vector<TlsClient> clients;
            for (int i = 0; i < 40; ++i) clients.emplace_back(test.port(), TlsTransport(only(versions[static_cast<std::size_t>(i) % 2])));
            const auto path = "/" + std::to_string(who);
            for (auto& client : clients)
                if (client.ask(get(path)).body != "GET " + path + " ") ++wrong;
        };
        Threads(8, connect).join();
        CPPUNIT_ASSERT_EQUAL(0, wrong.load());
        CPPUNIT_ASSERT(eventually([&] { return test.server.counts().connections == 0; }));
    }

    /// The other end of a connection, which is a descriptor of this process as well.
    static int serverSide(int socket)
    {
        sockaddr_in mine{}, peer{};
        socklen_t size = sizeof mine;
        ::getsockname(socket, reinterpret_cast<sockaddr*>(&mine), &size);
        for (int descriptor = 0; descriptor < 1024; ++descriptor)
        {
            size = sizeof peer;
            if (::getpeername(descriptor, reinterpret_cast<sockaddr*>(&peer), &size) == 0 && peer.sin_port == mine.sin_port)
                return descriptor;
        }
        CPPUNIT_FAIL("the server's end is not there");
        return -1;
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TlsHandshakeTest);

} // namespace flyte_webhook::host
