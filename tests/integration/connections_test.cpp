#include "integration/fixture.h"
#include <cppunit/extensions/HelperMacros.h>
#include <memory>
#include <sys/resource.h>
#include <thread>

using namespace flyte_webhook::test;

/// Clients that are slow, many, or no good, in front of the whole server.
class ConnectionsTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ConnectionsTest);
    CPPUNIT_TEST(aRequestThatComesByteByByteIsAnswered);
    CPPUNIT_TEST(clientsThatLeaveHalfWayHarmNobody);
    CPPUNIT_TEST(aBodyOverTheLimitIsRefusedWithAnId);
    CPPUNIT_TEST(aRequestWithTwoLengthsIsRefusedAndTheConnectionClosed);
    CPPUNIT_TEST(pipelinedRequestsAreAnsweredInOrder);
    CPPUNIT_TEST(twoThousandIdleConnectionsHoldNoThread);
    CPPUNIT_TEST(slowClientsHoldNoThread);
    CPPUNIT_TEST(whatIsOverThreadsAndQueueIsRefusedAtOnce);
    CPPUNIT_TEST(aRequestThatTakesTooLongIsEndedInTime);
    CPPUNIT_TEST_SUITE_END();

    const PluginFolder _plugins{"probe"};
    Plane _plane;

    std::map<std::string, std::string> keys() const { return probeKeys(_plugins, _plane.address()); }

    static std::string show() { return webRequest("POST", "/show/x", {"Authorization: Bearer a", "Content-Type: application/json"}, "{}"); }

    void aRequestThatComesByteByByteIsAnswered()
    {
        Webhook webhook(keys());
        WebConnection connection(webhook.port());
        for (const char byte : show()) connection.send({&byte, 1});
        CPPUNIT_ASSERT_EQUAL(200, connection.receive().status);
    }

    void clientsThatLeaveHalfWayHarmNobody()
    {
        Webhook webhook(keys());
        const auto request = show();
        for (std::size_t length = 0; length < request.size(); length += 7) WebConnection(webhook.port()).send(request.substr(0, length));
        CPPUNIT_ASSERT_EQUAL(200, WebConnection(webhook.port()).ask(request).status);
        CPPUNIT_ASSERT_EQUAL(0, webhook.stop());
    }

    void aBodyOverTheLimitIsRefusedWithAnId()
    {
        Webhook webhook(keys());
        const auto answer = webhook.post("/show/x", std::string(11 << 20, ' '));
        CPPUNIT_ASSERT_EQUAL(413, answer.status);
        ASSERT_HOLDS("{\"detail\":", answer.body);
        CPPUNIT_ASSERT(answer.headers.count("x-request-id"));
    }

    void aRequestWithTwoLengthsIsRefusedAndTheConnectionClosed()
    {
        Webhook webhook(keys());
        WebConnection connection(webhook.port());
        const auto answer = connection.ask("POST /show/x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}x");
        CPPUNIT_ASSERT_EQUAL(400, answer.status);
        CPPUNIT_ASSERT(connection.closedWithin(std::chrono::seconds(20)));
        CPPUNIT_ASSERT(_plane.calls().empty());
    }

    void pipelinedRequestsAreAnsweredInOrder()
    {
        Webhook webhook(keys());
        WebConnection connection(webhook.port());
        std::string all;
        for (int i = 1; i <= 10; ++i) all += webRequest("POST", "/show/n" + std::to_string(i), {"Authorization: Bearer a"});
        connection.send(all);
        for (int i = 1; i <= 10; ++i) ASSERT_HOLDS("\"name\":\"n" + std::to_string(i) + "\"", connection.receive().body);
    }

    void twoThousandIdleConnectionsHoldNoThread()
    {
        rlimit limit{};
        ::getrlimit(RLIMIT_NOFILE, &limit);
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &limit);
        auto settings = keys();
        settings["listener.threads"] = "8";
        settings["listener.header_timeout"] = settings["listener.keep_alive_timeout"] = "5m"; // none is closed, however long this takes
        Webhook webhook(settings);
        std::vector<std::unique_ptr<WebConnection>> idle;
        for (int i = 0; i < 2000; ++i)
        {
            idle.push_back(std::make_unique<WebConnection>(webhook.port()));
            if (i % 2) CPPUNIT_ASSERT_EQUAL(200, idle.back()->ask(show()).status); // half of them have asked once
        }
        std::vector<std::thread> active;
        std::atomic<int> good{0};
        for (int i = 0; i < 4; ++i)
            active.emplace_back(
                [&]
                {
                    WebConnection connection(webhook.port());
                    for (int n = 0; n < 100; ++n) good += connection.ask(show()).status == 200;
                });
        for (auto& thread : active) thread.join();
        CPPUNIT_ASSERT_EQUAL(400, good.load());
        for (auto& connection : idle) CPPUNIT_ASSERT_EQUAL(200, connection->ask(show()).status);
    }

    void slowClientsHoldNoThread()
    {
        auto settings = keys();
        settings["listener.threads"] = "1";
        Webhook webhook(settings);
        std::vector<std::unique_ptr<WebConnection>> slow;
        for (int i = 0; i < 20; ++i)
        {
            slow.push_back(std::make_unique<WebConnection>(webhook.port()));
            slow.back()->send(i % 2 ? "POST /show/x HTT" : "POST /show/x HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{");
        }
        CPPUNIT_ASSERT_EQUAL(200, webhook.post("/show/x", "{}").status);
    }

    void whatIsOverThreadsAndQueueIsRefusedAtOnce()
    {
        Plane plane([](const ReceivedCall&) { return Answer{{}, 0, {}, true, {}}; });
        auto settings = probeKeys(_plugins, plane.address());
        settings["listener.threads"] = "2";
        settings["listener.queue"] = "1";
        Webhook webhook(settings);
        const auto hold = webRequest("POST", "/relay?method=pkg.Svc/Hold", {"Authorization: Bearer a"}, "x");
        WebConnection first(webhook.port()), second(webhook.port());
        first.send(hold);
        second.send(hold);
        CPPUNIT_ASSERT(plane.waitForCalls(2));
        // One more waits in the queue, and of any two beyond it at least one is refused.
        WebConnection third(webhook.port()), fourth(webhook.port());
        third.send(hold);
        fourth.send(hold);
        while (!third.socket().poll(Poco::Timespan(0, 50'000), Poco::Net::Socket::SELECT_READ) &&
               !fourth.socket().poll(Poco::Timespan(0, 50'000), Poco::Net::Socket::SELECT_READ))
        {
        }
        auto& refused = third.socket().poll(Poco::Timespan(), Poco::Net::Socket::SELECT_READ) ? third : fourth;
        const auto answer = refused.receive();
        CPPUNIT_ASSERT_EQUAL(503, answer.status);
        CPPUNIT_ASSERT(answer.headers.count("retry-after"));
        CPPUNIT_ASSERT_EQUAL(std::size_t{2}, plane.calls().size());
    }

    void aRequestThatTakesTooLongIsEndedInTime()
    {
        Plane plane([](const ReceivedCall&) { return Answer{{}, 0, {}, true, {}}; });
        auto settings = probeKeys(_plugins, plane.address());
        settings["listener.request_timeout"] = "300ms";
        Webhook webhook(settings);
        CPPUNIT_ASSERT_EQUAL(504, webhook.post("/relay?method=pkg.Svc/Hold", "x").status);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ConnectionsTest);
