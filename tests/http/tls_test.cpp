#include "support/report.h"
#include "tls_server.h"
#include <atomic>
#include <cppunit/extensions/HelperMacros.h>

namespace flyte_webhook::host
{

using std::chrono::milliseconds;

/// What is TLS's own; that all else holds over TLS as well, the other tests show when they run over it.
class TlsTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TlsTest);
    CPPUNIT_TEST(bothVersionsAreSpokenToClientsThatVerify);
    CPPUNIT_TEST(olderVersionsAreRefused);
    CPPUNIT_TEST(weakCiphersAreRefused);
    CPPUNIT_TEST(http11IsWhatIsAgreedOn);
    CPPUNIT_TEST(endIsToldInOrder);
    CPPUNIT_TEST(brokenAnswerIsNotEndedInOrder);
    CPPUNIT_TEST(renegotiationIsRefused);
    CPPUNIT_TEST(sessionsAreResumedForABoundedTime);
    CPPUNIT_TEST(newConnectionsGetTheNewCertificate);
    CPPUNIT_TEST_SUITE_END();

public:
    void bothVersionsAreSpokenToClientsThatVerify()
    {
        const TlsServer test;
        for (const int version : versions)
        {
            auto wish = only(version);
            wish.ca = test.files.authority();
            TlsClient client(test.port(), TlsTransport(wish));
            CPPUNIT_ASSERT_EQUAL(version, SSL_version(client.transport().session()));
            for (int i = 0; i < 3; ++i) CPPUNIT_ASSERT_EQUAL(std::string("POST / hello"), client.ask(post("/", "hello")).body);
        }
    }

    void olderVersionsAreRefused()
    {
        const TlsServer test;
        for (const int version : {TLS1_VERSION, TLS1_1_VERSION})
        {
            const auto told = failure(test.port(), only(version));
            CPPUNIT_ASSERT_MESSAGE(told, told.find("alert protocol version") != std::string::npos);
        }
        CPPUNIT_ASSERT_EQUAL(std::string(), failure(test.port(), {}));
        test::reportAttack("TLS 1.0 and 1.1", "alert, closed");
    }

    void weakCiphersAreRefused()
    {
        const TlsServer test;
        auto wish = only(TLS1_2_VERSION);
        for (const char* ciphers : {"ECDHE+AES:!AESGCM:!AESCCM", "kRSA", "aNULL"})
        {
            wish.ciphers = ciphers;
            const auto told = failure(test.port(), wish);
            CPPUNIT_ASSERT_MESSAGE(ciphers + (": " + told), told.find("alert handshake failure") != std::string::npos);
        }
        wish.ciphers = "ECDHE+AESGCM";
        CPPUNIT_ASSERT_EQUAL(std::string(), failure(test.port(), wish));
    }

    void http11IsWhatIsAgreedOn()
    {
        const TlsServer test;
        TlsWish wish;
        wish.protocols = "\x02h2\x08http/1.1";
        TlsClient client(test.port(), TlsTransport(wish));
        const unsigned char* chosen = nullptr;
        unsigned size = 0;
        SSL_get0_alpn_selected(client.transport().session(), &chosen, &size);
        CPPUNIT_ASSERT_EQUAL(std::string("http/1.1"), std::string(reinterpret_cast<const char*>(chosen), size));
        wish.protocols = "\x02h2";
        const auto told = failure(test.port(), wish);
        CPPUNIT_ASSERT_MESSAGE(told, told.find("no application protocol") != std::string::npos);
    }

    void endIsToldInOrder()
    {
        HttpLimits limits;
        limits.keepAliveTimeout = milliseconds(50);
        const TlsServer test(limits);
        TlsClient closing(test.port());
        CPPUNIT_ASSERT_EQUAL(200, closing.ask(get("/", "Connection: close\r\n")).status);
        CPPUNIT_ASSERT(closing.ended() && closing.transport().endedOrderly());
        TlsClient refused(test.port());
        CPPUNIT_ASSERT_EQUAL(400, refused.ask("bad\r\n").status);
        CPPUNIT_ASSERT(refused.ended() && refused.transport().endedOrderly());
        TlsClient idle(test.port());
        CPPUNIT_ASSERT_EQUAL(200, idle.ask(get("/")).status);
        CPPUNIT_ASSERT(idle.ended() && idle.transport().endedOrderly());
        TlsClient ending(test.port());
        ending.send(get("/last"));
        ending.endOutput();
        CPPUNIT_ASSERT_EQUAL(std::string("GET /last "), ending.read().body);
        CPPUNIT_ASSERT(ending.ended() && ending.transport().endedOrderly());
    }

    /// The end of the connection is the end of the body, so a body that is not whole must not end in order.
    void brokenAnswerIsNotEndedInOrder()
    {
        const TlsServer test({},
                             [](Exchange& exchange)
                             {
                                 exchange.begin(TestHandler::reply("begun"));
                                 exchange.abandon();
                             });
        TlsClient client(test.port());
        client.send("GET / HTTP/1.0\r\n\r\n");
        const auto all = client.readAll();
        CPPUNIT_ASSERT_EQUAL(std::string("begun"), all.substr(all.size() - 5));
        CPPUNIT_ASSERT(!client.transport().endedOrderly());
    }

    void renegotiationIsRefused()
    {
        const TlsServer test;
        TlsClient client(test.port(), TlsTransport(only(TLS1_2_VERSION)));
        CPPUNIT_ASSERT_EQUAL(200, client.ask(get("/")).status);
        auto* session = client.transport().session();
        CPPUNIT_ASSERT_EQUAL(1, SSL_renegotiate(session));
        CPPUNIT_ASSERT(!client.send(get("/")) || client.ended());
        CPPUNIT_ASSERT(eventually([&] { return test.server.counts().connections == 0 || client.ended(); }));
        test::reportAttack("TLS renegotiation", "refused");
    }

    void sessionsAreResumedForABoundedTime()
    {
        const TlsServer test;
        for (const int version : versions)
        {
            auto wish = only(version);
            TlsClient first(test.port(), TlsTransport(wish));
            CPPUNIT_ASSERT_EQUAL(200, first.ask(get("/")).status);
            const std::unique_ptr<SSL_SESSION, decltype(&SSL_SESSION_free)> session(SSL_get1_session(first.transport().session()),
                                                                                    &SSL_SESSION_free);
            CPPUNIT_ASSERT(SSL_SESSION_is_resumable(session.get()));
            const auto lifetime = SSL_SESSION_get_ticket_lifetime_hint(session.get());
            CPPUNIT_ASSERT(lifetime > 0 && lifetime <= 3600);
            wish.session = session.get();
            TlsClient second(test.port(), TlsTransport(wish));
            CPPUNIT_ASSERT_EQUAL(1, SSL_session_reused(second.transport().session()));
            CPPUNIT_ASSERT_EQUAL(200, second.ask(get("/")).status);
        }
    }

    void newConnectionsGetTheNewCertificate()
    {
        TlsServer test;
        TlsWish old;
        old.ca = test.files.authority();
        TlsClient open(test.port(), TlsTransport(old));
        CPPUNIT_ASSERT_EQUAL(200, open.ask(get("/")).status);
        const TlsFiles renewed("Another CA");
        test.server.useTls(renewed.context());
        auto fresh = old;
        fresh.ca = renewed.authority();
        CPPUNIT_ASSERT_EQUAL(std::string(), failure(test.port(), fresh));
        const auto told = failure(test.port(), old);
        CPPUNIT_ASSERT_MESSAGE(told, told.find("certificate verify failed") != std::string::npos);
        CPPUNIT_ASSERT_EQUAL(200, open.ask(get("/")).status);
        test.server.useTls(nullptr);
        CPPUNIT_ASSERT_EQUAL(200, PlainClient(test.port()).ask(get("/")).status);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TlsTest);

} // namespace flyte_webhook::host
