#include "support/report.h"
#include "tls_server.h"
#include <atomic>
#include <cppunit/extensions/HelperMacros.h>
#include <openssl/bio.h>
#include <random>
#include <vector>

namespace flyte_webhook::host
{

namespace
{

/// Keeps what is sent back for its life, so that it leaves together.
class Corked
{
public:
    explicit Corked(int socket) : _socket(socket) { set(1); }
    ~Corked() { set(0); }
    Corked(const Corked&) = delete;
    Corked& operator=(const Corked&) = delete;

private:
    void set(int on) const { ::setsockopt(_socket, IPPROTO_TCP, TCP_CORK, &on, sizeof on); }
    const int _socket;
};

} // namespace

/// However requests lie in records, and records in segments.
class TlsRecordsTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TlsRecordsTest);
    CPPUNIT_TEST(requestsOfOneRecordAreAllServed);
    CPPUNIT_TEST(recordsThatComeTogetherAreAllServed);
    CPPUNIT_TEST(requestMayComeInARecordForEachByte);
    CPPUNIT_TEST(requestThatComesWithTheHandshakeIsServed);
    CPPUNIT_TEST(parkedConnectionWakesForEachRequest);
    CPPUNIT_TEST(newKeysAreTakenWhileParked);
    CPPUNIT_TEST(bigBodiesPassBothWays);
    CPPUNIT_TEST(garbageBehindTheHandshakeEndsTheConnection);
    CPPUNIT_TEST(oneCallReadsABoundedNumberOfBytes);
    CPPUNIT_TEST_SUITE_END();

public:
    void requestsOfOneRecordAreAllServed()
    {
        const TlsServer test;
        std::string requests;
        int count = 0;
        for (; requests.size() < 15000; ++count) requests += get("/" + std::to_string(count)); // more than a reader's first buffer
        TlsClient client(test.port());
        for (int round = 0; round < 3; ++round)
        {
            client.send(requests);
            for (int i = 0; i < count; ++i) CPPUNIT_ASSERT_EQUAL("GET /" + std::to_string(i) + " ", client.read().body);
        }
        client.send(get("/a") + "GET /b HTTP/1.1\r\n"); // and what is not whole yet waits
        CPPUNIT_ASSERT_EQUAL(std::string("GET /a "), client.read().body);
        CPPUNIT_ASSERT_EQUAL(std::string("GET /b "), client.ask("Host: a\r\n\r\n").body);
    }

    void recordsThatComeTogetherAreAllServed()
    {
        const TlsServer test;
        for (const int version : versions)
        {
            TlsClient client(test.port(), TlsTransport(only(version)));
            for (int round = 0; round < 20; ++round)
            {
                {
                    const Corked together(client.descriptor());
                    for (int i = 0; i < 20; ++i) client.send(get("/" + std::to_string(i)));
                }
                for (int i = 0; i < 20; ++i) CPPUNIT_ASSERT_EQUAL("GET /" + std::to_string(i) + " ", client.read().body);
            }
        }
    }

    void requestMayComeInARecordForEachByte()
    {
        const TlsServer test;
        TlsClient client(test.port());
        for (const char c : post("/slow", "body")) client.send({&c, 1});
        CPPUNIT_ASSERT_EQUAL(std::string("POST /slow body"), client.read().body);
        {
            const Corked together(client.descriptor());
            for (const char c : post("/quick", "body")) client.send({&c, 1});
        }
        CPPUNIT_ASSERT_EQUAL(std::string("POST /quick body"), client.read().body);
    }

    void requestThatComesWithTheHandshakeIsServed()
    {
        const TlsServer test;
        for (int i = 0; i < 20; ++i)
        {
            TlsClient client;
            connectOnly(client, test.port());
            client.transport().prepare(client.descriptor());
            SSL_connect(client.transport().session()); // up to the ClientHello
            CPPUNIT_ASSERT(ready(client.descriptor(), POLLIN, 10000));
            {
                const Corked together(client.descriptor()); // the end of the handshake and the request
                client.send(get("/" + std::to_string(i)));
                client.send(get("/second"));
            }
            CPPUNIT_ASSERT_EQUAL("GET /" + std::to_string(i) + " ", client.read().body);
            CPPUNIT_ASSERT_EQUAL(std::string("GET /second "), client.read().body);
        }
    }

    void parkedConnectionWakesForEachRequest()
    {
        const TlsServer test;
        std::vector<TlsClient> clients;
        for (int i = 0; i < 50; ++i) clients.emplace_back(test.port(), TlsTransport(only(versions[static_cast<std::size_t>(i) % 2])));
        for (int round = 0; round < 3; ++round)
        {
            for (auto& client : clients) CPPUNIT_ASSERT_EQUAL(200, client.ask(get("/")).status);
            CPPUNIT_ASSERT(eventually([&] { return test.server.counts().parked == 50; }));
        }
    }

    void newKeysAreTakenWhileParked()
    {
        const TlsServer test;
        TlsClient client(test.port(), TlsTransport(only(TLS1_3_VERSION)));
        for (int i = 0; i < 5; ++i)
        {
            CPPUNIT_ASSERT_EQUAL(200, client.ask(get("/")).status);
            CPPUNIT_ASSERT(eventually([&] { return test.server.counts().parked == 1; }));
            auto* session = client.transport().session();
            CPPUNIT_ASSERT_EQUAL(1, SSL_key_update(session, i % 2 ? SSL_KEY_UPDATE_REQUESTED : SSL_KEY_UPDATE_NOT_REQUESTED));
            CPPUNIT_ASSERT_EQUAL(1, SSL_do_handshake(session));
        }
        CPPUNIT_ASSERT_EQUAL(200, client.ask(get("/")).status);
    }

    void bigBodiesPassBothWays()
    {
        const TlsServer test({}, [](Exchange& exchange) { exchange.send(TestHandler::reply(std::string(exchange.request().body))); });
        std::string body(8 << 20, '\0');
        std::minstd_rand random(7);
        for (auto& c : body) c = static_cast<char>('a' + random() % 26);
        for (const int version : versions)
        {
            TlsClient client(test.port(), TlsTransport(only(version)));
            for (int i = 0; i < 2; ++i) CPPUNIT_ASSERT(client.ask(post("/", body)).body == body);
        }
    }

    void garbageBehindTheHandshakeEndsTheConnection()
    {
        std::atomic<int> served{0};
        const TlsServer test({},
                             [&](Exchange& exchange)
                             {
                                 ++served;
                                 TestHandler::echo(exchange);
                             });
        for (const int version : versions)
            for (const std::string& garbage :
                 {get("/plain"), std::string("\x17\x03\x03\x00\x20") + std::string(32, 'x'), std::string(50, '\0')})
            {
                TlsClient client(test.port(), TlsTransport(only(version)));
                CPPUNIT_ASSERT_EQUAL(200, client.ask(get("/")).status);
                ::send(client.descriptor(), garbage.data(), garbage.size(), MSG_NOSIGNAL);
                CPPUNIT_ASSERT(client.ended());
            }
        CPPUNIT_ASSERT_EQUAL(6, served.load());
        CPPUNIT_ASSERT(eventually([&] { return test.server.counts().connections == 0; }));
        test::reportAttack("garbage behind a TLS handshake", "closed; the handler gets nothing");
    }

    void oneCallReadsABoundedNumberOfBytes()
    {
        int ends[2];
        CPPUNIT_ASSERT_EQUAL(0, ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends));
        const FileDescriptor sending(ends[0]), receiving(ends[1]);
        const std::unique_ptr<BIO, decltype(&BIO_free)> bio(newSocketBio(receiving.number()), &BIO_free);
        const std::string sent(1000, 'x');
        CPPUNIT_ASSERT_EQUAL(ssize_t(1000), ::send(sending.number(), sent.data(), sent.size(), 0));
        char space[2000];
        limitReading(bio.get(), 300);
        CPPUNIT_ASSERT_EQUAL(300, BIO_read(bio.get(), space, 2000));
        CPPUNIT_ASSERT(BIO_read(bio.get(), space, 2000) < 0 && BIO_should_read(bio.get()));
        limitReading(bio.get(), 2000);
        CPPUNIT_ASSERT_EQUAL(700, BIO_read(bio.get(), space, 2000));
        CPPUNIT_ASSERT(BIO_read(bio.get(), space, 2000) < 0 && BIO_should_read(bio.get()));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TlsRecordsTest);

} // namespace flyte_webhook::host
