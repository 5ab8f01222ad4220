#include "raw_client.h"
#include "test_server.h"
#include <atomic>
#include <cppunit/extensions/HelperMacros.h>

namespace flyte_webhook::host
{

using std::chrono::milliseconds;

class ConnectionTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ConnectionTest);
    CPPUNIT_TEST(connectionIsKeptForFurtherRequests);
    CPPUNIT_TEST(pipelinedRequestsAreAnsweredInOrder);
    CPPUNIT_TEST(requestMayComeByteByByte);
    CPPUNIT_TEST(clientThatClosesHalfWayIsForgotten);
    CPPUNIT_TEST(clientThatEndsItsOutputIsAnswered);
    CPPUNIT_TEST(chunkedBodyIsJoined);
    CPPUNIT_TEST(headIsAnsweredWithoutBody);
    CPPUNIT_TEST(emptyAnswersHaveNoBody);
    CPPUNIT_TEST(clientThatWaitsToContinueIsToldSo);
    CPPUNIT_TEST(refusedBodyIsNotAskedFor);
    CPPUNIT_TEST(closeIsHonoured);
    CPPUNIT_TEST(oldClientsConnectionIsKeptOnlyWhenItAsks);
    CPPUNIT_TEST(framingHeadersOfAnAnswerAreTheConnectionsOwn);
    CPPUNIT_TEST(answerThatWouldEndItsHeaderIsAnError);
    CPPUNIT_TEST(whatIsThrownIsAnInternalError);
    CPPUNIT_TEST(noAnswerIsAnInternalError);
    CPPUNIT_TEST(addressOfTheClientIsKnown);
    CPPUNIT_TEST(bigAnswersArriveWhole);
    CPPUNIT_TEST(bigBodiesArriveWhole);
    CPPUNIT_TEST_SUITE_END();

public:
    void connectionIsKeptForFurtherRequests()
    {
        TestServer test;
        RawClient client(test.port());
        for (int i = 0; i < 5; ++i)
        {
            const auto reply = client.ask(get("/" + std::to_string(i)));
            CPPUNIT_ASSERT_EQUAL(200, reply.status);
            CPPUNIT_ASSERT_EQUAL("GET /" + std::to_string(i) + " ", reply.body);
            CPPUNIT_ASSERT_EQUAL(std::size_t(0), reply.headers.count("connection"));
            CPPUNIT_ASSERT_EQUAL(std::string("GMT"), reply.headers.at("date").substr(26));
        }
        CPPUNIT_ASSERT_EQUAL(std::size_t(1), test.server.counts().connections);
    }

    void pipelinedRequestsAreAnsweredInOrder()
    {
        TestServer test;
        RawClient client(test.port());
        std::string requests;
        for (int i = 0; i < 500; ++i) requests += post("/" + std::to_string(i), std::string(static_cast<std::size_t>(i), 'b'));
        client.send(requests);
        for (int i = 0; i < 500; ++i)
            CPPUNIT_ASSERT_EQUAL("POST /" + std::to_string(i) + " " + std::string(static_cast<std::size_t>(i), 'b'), client.read().body);
    }

    void requestMayComeByteByByte()
    {
        TestServer test;
        RawClient client(test.port());
        for (const char c : post("/slow", "body")) client.send({&c, 1});
        CPPUNIT_ASSERT_EQUAL(std::string("POST /slow body"), client.read().body);
    }

    void clientThatClosesHalfWayIsForgotten()
    {
        TestServer test;
        for (const std::string part : {"GET / HT", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf"})
        {
            RawClient client(test.port());
            client.send(part);
            CPPUNIT_ASSERT(eventually([&] { return test.server.counts().connections == 1 && test.server.counts().parked == 0; }));
            client.close();
            CPPUNIT_ASSERT(eventually([&] { return test.server.counts().connections == 0; }));
        }
    }

    void clientThatEndsItsOutputIsAnswered()
    {
        TestServer test;
        RawClient client(test.port());
        client.send(get("/last"));
        client.endOutput();
        CPPUNIT_ASSERT_EQUAL(std::string("GET /last "), client.read().body);
        CPPUNIT_ASSERT(client.ended());
    }

    void chunkedBodyIsJoined()
    {
        TestServer test;
        RawClient client(test.port());
        const std::string head = "POST /c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
        CPPUNIT_ASSERT_EQUAL(std::string("POST /c hello"), client.ask(head + "2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\nt: v\r\n\r\n").body);
        CPPUNIT_ASSERT_EQUAL(std::string("GET /next "), client.ask(get("/next")).body);
    }

    void headIsAnsweredWithoutBody()
    {
        TestServer test;
        RawClient client(test.port());
        client.send("HEAD /h HTTP/1.1\r\nHost: a\r\n\r\n" + get("/next"));
        const auto reply = client.read(true);
        CPPUNIT_ASSERT_EQUAL(std::string("8"), reply.headers.at("content-length"));
        CPPUNIT_ASSERT_EQUAL(std::string("GET /next "), client.read().body);
    }

    void emptyAnswersHaveNoBody()
    {
        TestServer test({}, [](Exchange& exchange)
                        { exchange.send(TestHandler::reply("ignored", exchange.request().path == "/304" ? 304 : 204)); });
        RawClient client(test.port());
        for (const int status : {204, 304})
        {
            const auto reply = client.ask(get("/" + std::to_string(status)));
            CPPUNIT_ASSERT_EQUAL(status, reply.status);
            CPPUNIT_ASSERT_EQUAL(std::size_t(0), reply.headers.count("content-length") + reply.headers.count("content-type"));
        }
        CPPUNIT_ASSERT(!client.readable(20));
    }

    void clientThatWaitsToContinueIsToldSo()
    {
        TestServer test;
        RawClient client(test.port());
        const std::string head = "POST /e HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n";
        CPPUNIT_ASSERT_EQUAL(100, client.ask(head).status);
        CPPUNIT_ASSERT_EQUAL(std::string("POST /e body"), client.ask("body").body);
        CPPUNIT_ASSERT_EQUAL(std::string("POST /e body"), client.ask(head + "body").body);
    }

    void refusedBodyIsNotAskedFor()
    {
        TestServer test;
        RawClient client(test.port());
        CPPUNIT_ASSERT_EQUAL(413,
                             client.ask("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n\r\n").status);
        CPPUNIT_ASSERT(client.ended());
    }

    void closeIsHonoured()
    {
        TestServer test;
        RawClient client(test.port());
        client.send(get("/1", "Connection: close\r\n") + get("/2"));
        const auto reply = client.read();
        CPPUNIT_ASSERT_EQUAL(std::string("close"), reply.headers.at("connection"));
        CPPUNIT_ASSERT(client.ended());
    }

    void oldClientsConnectionIsKeptOnlyWhenItAsks()
    {
        TestServer test;
        RawClient client(test.port());
        const auto kept = client.ask("GET /1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        CPPUNIT_ASSERT_EQUAL(std::string("keep-alive"), kept.headers.at("connection"));
        const auto last = client.ask("GET /2 HTTP/1.0\r\n\r\n");
        CPPUNIT_ASSERT_EQUAL(std::string("close"), last.headers.at("connection"));
        CPPUNIT_ASSERT(client.ended());
    }

    void framingHeadersOfAnAnswerAreTheConnectionsOwn()
    {
        std::atomic<std::size_t> told{0};
        TestServer test(
            {},
            [&told](Exchange& exchange)
            {
                auto reply = TestHandler::reply("body");
                reply.headers = {
                    {"Content-Length", "99"}, {"connection", "close"}, {"Transfer-Encoding", "chunked"}, {"Date", "never"}, {"X-Own", "1"}};
                exchange.send(std::move(reply));
                told = exchange.answered() ? exchange.bytesSent() : 0;
            });
        RawClient client(test.port());
        for (int i = 0; i < 2; ++i)
        {
            const auto reply = client.ask(get("/"));
            CPPUNIT_ASSERT(eventually([&] { return told == 4; }));
            CPPUNIT_ASSERT_EQUAL(std::string("body"), reply.body);
            CPPUNIT_ASSERT_EQUAL(std::string("1"), reply.headers.at("x-own"));
            CPPUNIT_ASSERT(reply.headers.at("date") != "never");
            CPPUNIT_ASSERT_EQUAL(std::size_t(0), reply.headers.count("transfer-encoding"));
        }
    }

    void answerThatWouldEndItsHeaderIsAnError()
    {
        TestServer test({},
                        [](Exchange& exchange)
                        {
                            auto reply = TestHandler::reply("body");
                            reply.headers = {{"X-Own", "1\r\nSet-Cookie: x"}};
                            exchange.send(std::move(reply));
                        });
        RawClient client(test.port());
        const auto reply = client.ask(get("/"));
        CPPUNIT_ASSERT_EQUAL(500, reply.status);
        CPPUNIT_ASSERT_EQUAL(std::size_t(0), reply.headers.count("set-cookie"));
    }

    void whatIsThrownIsAnInternalError()
    {
        TestServer test({},
                        [](Exchange& exchange)
                        {
                            if (exchange.request().path == "/int") throw 5;
                            throw std::runtime_error("secret");
                        });
        RawClient client(test.port());
        for (const std::string path : {"/int", "/exception"})
        {
            const auto reply = client.ask(get(path));
            CPPUNIT_ASSERT_EQUAL(500, reply.status);
            CPPUNIT_ASSERT_EQUAL(std::string(R"({"detail":"Internal Server Error"})"), reply.body);
            CPPUNIT_ASSERT_EQUAL(std::string("application/json"), reply.headers.at("content-type"));
        }
    }

    void noAnswerIsAnInternalError()
    {
        TestServer test({}, [](Exchange&) {});
        RawClient client(test.port());
        CPPUNIT_ASSERT_EQUAL(500, client.ask(get("/")).status);
        CPPUNIT_ASSERT_EQUAL(500, client.ask(get("/")).status);
    }

    void addressOfTheClientIsKnown()
    {
        TestServer test({}, [](Exchange& exchange) { exchange.send(TestHandler::reply(exchange.remoteAddress())); });
        RawClient client(test.port());
        CPPUNIT_ASSERT_EQUAL(std::string("127.0.0.1"), client.ask(get("/")).body);
    }

    void bigAnswersArriveWhole()
    {
        const std::string body(8 << 20, 'y');
        TestServer test({}, [&](Exchange& exchange) { exchange.send(TestHandler::reply(body)); });
        RawClient client(test.port());
        client.send(get("/1") + get("/2"));
        CPPUNIT_ASSERT(client.read().body == body);
        CPPUNIT_ASSERT(client.read().body == body);
    }

    void bigBodiesArriveWhole()
    {
        TestServer test({},
                        [](Exchange& exchange)
                        {
                            const auto body = exchange.request().body;
                            const bool good = body.find_first_not_of('z') == std::string_view::npos;
                            exchange.send(TestHandler::reply(std::to_string(body.size()) + (good ? " good" : " bad")));
                        });
        RawClient client(test.port());
        const std::string body(10 << 20, 'z');
        CPPUNIT_ASSERT_EQUAL(std::string("10485760 good"), client.ask(post("/", body)).body);
        client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int i = 0; i < 160; ++i) client.send("10000\r\n" + body.substr(0, 0x10000) + "\r\n");
        CPPUNIT_ASSERT_EQUAL(std::string("10485760 good"), client.ask("0\r\n\r\n").body);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ConnectionTest);

} // namespace flyte_webhook::host
