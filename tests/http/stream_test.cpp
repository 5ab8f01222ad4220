#include "raw_client.h"
#include "test_server.h"
#include <array>
#include <atomic>
#include <cppunit/extensions/HelperMacros.h>
#include <stdexcept>

namespace flyte_webhook::host
{

using std::chrono::milliseconds;

class StreamTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(StreamTest);
    CPPUNIT_TEST(piecesArriveAsTheyAreWritten);
    CPPUNIT_TEST(connectionIsKeptBehindAStream);
    CPPUNIT_TEST(oldClientReadsUntilTheEnd);
    CPPUNIT_TEST(headOfAStreamHasNoBody);
    CPPUNIT_TEST(streamThatFailsIsNotTakenForWhole);
    CPPUNIT_TEST(abandonedStreamIsNotTakenForWhole);
    CPPUNIT_TEST(oldClientSeesThatAnAbandonedStreamBroke);
    CPPUNIT_TEST(abandonDoesNothingWithoutAStream);
    CPPUNIT_TEST(writeTellsThatTheClientHasGone);
    CPPUNIT_TEST(writeTellsThatTheClientTakesNothing);
    CPPUNIT_TEST(writeTellsThatTheClientTakesTooLittle);
    CPPUNIT_TEST(headOfAStreamEndsItsWrites);
    CPPUNIT_TEST(bigStreamArrivesWhole);
    CPPUNIT_TEST(secondAnswerIsAnError);
    CPPUNIT_TEST_SUITE_END();

public:
    void piecesArriveAsTheyAreWritten()
    {
        Gate gate;
        TestServer test({},
                        [&](Exchange& exchange)
                        {
                            exchange.begin(TestHandler::reply("one,"));
                            gate.pass();
                            exchange.write("two,");
                            exchange.write("");
                            exchange.write("three");
                        });
        RawClient client(test.port());
        client.send(get("/"));
        CPPUNIT_ASSERT_EQUAL(std::string("HTTP/1.1 200 OK"), client.readLine());
        while (!client.readLine().empty())
        {
        }
        CPPUNIT_ASSERT_EQUAL(std::string("4"), client.readLine());
        CPPUNIT_ASSERT_EQUAL(std::string("one,"), client.readLine());
        gate.open();
        for (const std::string line : {"4", "two,", "5", "three", "0", ""}) CPPUNIT_ASSERT_EQUAL(line, client.readLine());
    }

    void connectionIsKeptBehindAStream()
    {
        std::atomic<std::size_t> bytes{0};
        TestServer test({},
                        [&](Exchange& exchange)
                        {
                            exchange.begin(TestHandler::reply(""));
                            exchange.write("hello ");
                            exchange.write("you");
                            bytes = exchange.bytesSent();
                        });
        RawClient client(test.port());
        client.send(get("/") + get("/"));
        for (int i = 0; i < 2; ++i)
        {
            const auto reply = client.read();
            CPPUNIT_ASSERT(reply.whole);
            CPPUNIT_ASSERT_EQUAL(std::string("hello you"), reply.body);
            CPPUNIT_ASSERT_EQUAL(std::string("chunked"), reply.headers.at("transfer-encoding"));
        }
        CPPUNIT_ASSERT_EQUAL(std::size_t(9), bytes.load());
    }

    void oldClientReadsUntilTheEnd()
    {
        TestServer test({}, twoPieces);
        RawClient client(test.port());
        const auto reply = client.ask("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        CPPUNIT_ASSERT_EQUAL(std::string("onetwo"), reply.body);
        CPPUNIT_ASSERT_EQUAL(std::string("close"), reply.headers.at("connection"));
        CPPUNIT_ASSERT_EQUAL(std::size_t(0), reply.headers.count("transfer-encoding"));
    }

    void headOfAStreamHasNoBody()
    {
        TestServer test({}, twoPieces);
        RawClient client(test.port());
        client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n" + get("/"));
        client.read(true);
        CPPUNIT_ASSERT_EQUAL(std::string("onetwo"), client.read().body);
    }

    void streamThatFailsIsNotTakenForWhole()
    {
        TestServer test({},
                        [](Exchange& exchange)
                        {
                            exchange.begin(TestHandler::reply("one"));
                            throw std::runtime_error("lost");
                        });
        RawClient client(test.port());
        const auto reply = client.ask(get("/"));
        CPPUNIT_ASSERT_EQUAL(200, reply.status);
        CPPUNIT_ASSERT(!reply.whole);
        CPPUNIT_ASSERT(client.ended());
    }

    void abandonedStreamIsNotTakenForWhole()
    {
        std::atomic<bool> written{true};
        TestServer test({},
                        [&](Exchange& exchange)
                        {
                            twoPieces(exchange);
                            exchange.abandon();
                            written = exchange.write("three");
                        });
        RawClient client(test.port());
        const auto reply = client.ask(get("/"));
        CPPUNIT_ASSERT_EQUAL(std::string("onetwo"), reply.body);
        CPPUNIT_ASSERT(!reply.whole);
        CPPUNIT_ASSERT(client.ended());
        CPPUNIT_ASSERT(!written);
    }

    void oldClientSeesThatAnAbandonedStreamBroke()
    {
        TestServer test({},
                        [](Exchange& exchange)
                        {
                            twoPieces(exchange);
                            exchange.abandon();
                        });
        RawClient client(test.port());
        CPPUNIT_ASSERT_EQUAL(std::string("onetwo"), client.ask("GET / HTTP/1.0\r\n\r\n").body);
        CPPUNIT_ASSERT(client.broken());
    }

    void abandonDoesNothingWithoutAStream()
    {
        TestServer test({},
                        [](Exchange& exchange)
                        {
                            exchange.abandon();
                            exchange.send(TestHandler::reply("whole"));
                            exchange.abandon();
                        });
        RawClient client(test.port());
        for (int i = 0; i < 2; ++i) CPPUNIT_ASSERT_EQUAL(std::string("whole"), client.ask(get("/")).body);
    }

    void writeTellsThatTheClientHasGone()
    {
        std::atomic<bool> told{false};
        TestServer test({},
                        [&](Exchange& exchange)
                        {
                            exchange.begin(TestHandler::reply("begun"));
                            told = eventually([&] { return !exchange.write("more"); });
                        });
        {
            RawClient client(test.port());
            client.send(get("/"));
            client.readLine();
        }
        CPPUNIT_ASSERT(eventually([&] { return told.load(); }));
        CPPUNIT_ASSERT(eventually([&] { return test.server.counts().connections == 0; }));
    }

    void writeTellsThatTheClientTakesNothing()
    {
        HttpLimits limits;
        limits.bodyTimeout = milliseconds(100);
        std::atomic<bool> told{false};
        TestServer test(limits,
                        [&](Exchange& exchange)
                        {
                            exchange.begin(TestHandler::reply("begun"));
                            told = !exchange.write(std::string(32 << 20, 'x'));
                        });
        RawClient client;
        client.receiveBuffer(4096);
        client.connect(test.port());
        client.send(get("/"));
        CPPUNIT_ASSERT(eventually([&] { return told.load(); }));
    }

    void writeTellsThatTheClientTakesTooLittle()
    {
        HttpLimits limits;
        limits.bodyTimeout = milliseconds(200);
        std::atomic<bool> returned{false};
        bool whole = true;
        TestServer test(limits,
                        [&](Exchange& exchange)
                        {
                            exchange.begin(TestHandler::reply("begun"));
                            whole = exchange.write(std::string(64 << 20, 'x'));
                            returned = true;
                        });
        RawClient client(test.port());
        client.send(get("/"));
        std::array<char, 64 << 10> taken;
        CPPUNIT_ASSERT(eventually(
            [&]
            {
                static_cast<void>(::recv(client.descriptor(), taken.data(), taken.size(), MSG_DONTWAIT));
                return returned.load();
            }));
        CPPUNIT_ASSERT(!whole);
    }

    void headOfAStreamEndsItsWrites()
    {
        std::atomic<int> writes{0};
        TestServer test({},
                        [&](Exchange& exchange)
                        {
                            exchange.begin(TestHandler::reply("one"));
                            while (writes < 1000000 && exchange.write("more")) ++writes;
                        });
        RawClient client(test.port());
        for (int i = 0; i < 2; ++i)
        {
            client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
            CPPUNIT_ASSERT_EQUAL(std::string("chunked"), client.read(true).headers.at("transfer-encoding"));
        }
        CPPUNIT_ASSERT_EQUAL(0, writes.load());
    }

    void bigStreamArrivesWhole()
    {
        const std::string piece(300000, 'p');
        TestServer test({},
                        [&](Exchange& exchange)
                        {
                            exchange.begin(TestHandler::reply(piece));
                            for (int i = 0; i < 29; ++i) exchange.write(piece);
                        });
        RawClient client(test.port());
        const auto reply = client.ask(get("/"));
        CPPUNIT_ASSERT(reply.whole);
        CPPUNIT_ASSERT_EQUAL(piece.size() * 30, reply.body.size());
    }

    void secondAnswerIsAnError()
    {
        std::atomic<int> refused{0};
        const auto mustFail = [&refused](auto call)
        {
            try
            {
                call();
            }
            catch (const std::logic_error&)
            {
                ++refused;
            }
        };
        TestServer test({},
                        [&](Exchange& exchange)
                        {
                            mustFail([&] { exchange.write("too early"); });
                            exchange.send(TestHandler::reply("once"));
                            mustFail([&] { exchange.send(TestHandler::reply("twice")); });
                            mustFail([&] { exchange.begin(TestHandler::reply("twice")); });
                            mustFail([&] { exchange.write("too late"); });
                        });
        RawClient client(test.port());
        CPPUNIT_ASSERT_EQUAL(std::string("once"), client.ask(get("/")).body);
        CPPUNIT_ASSERT_EQUAL(std::string("once"), client.ask(get("/")).body);
        CPPUNIT_ASSERT(eventually([&] { return refused == 8; }));
    }

private:
    static void twoPieces(Exchange& exchange)
    {
        exchange.begin(TestHandler::reply("one"));
        exchange.write("two");
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(StreamTest);

} // namespace flyte_webhook::host
