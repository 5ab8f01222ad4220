#include "outgoing/sender.h"
#include "outgoing/servers.h"
#include <atomic>
#include <cppunit/extensions/HelperMacros.h>
#include <flyte_webhook/abi.h>
#include <future>
#include <mutex>

using namespace flyte_webhook::test;
using namespace std::chrono_literals;

/// When connections are kept, used again, and replaced.
class OutgoingReuseTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(OutgoingReuseTest);
    CPPUNIT_TEST(connectionsAreUsedAgain);
    CPPUNIT_TEST(connectionsThatTheServerClosesAreNot);
    CPPUNIT_TEST(connectionsThatAreOverTheBoundOrTooOldAreClosed);
    CPPUNIT_TEST(oldConnectionsAreClosedThoughNothingIsSent);
    CPPUNIT_TEST(aConnectionThatWasClosedMeanwhileIsNoticed);
    CPPUNIT_TEST(aGetThatMeetsAClosingConnectionIsSentOnceMore);
    CPPUNIT_TEST(aPostThatMeetsAClosingConnectionIsNotSentTwice);
    CPPUNIT_TEST(anAnswerThatBeganIsNotAskedForTwice);
    CPPUNIT_TEST(bytesThatNobodyAskedForEndAConnection);
    CPPUNIT_TEST(aPolicyThatForbidsTheAddressHoldsForKeptConnectionsToo);
    CPPUNIT_TEST(manyThreadsShareOneClient);
    CPPUNIT_TEST_SUITE_END();

    static constexpr auto ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    static void answerAll(Poco::Net::StreamSocket& socket)
    {
        while (!readHead(socket).empty()) sendText(socket, ok);
    }

    void connectionsAreUsedAgain()
    {
        RawServer server([](auto& socket, int) { answerAll(socket); });
        Sender sender;
        for (int i = 0; i < 20; ++i) CPPUNIT_ASSERT_EQUAL(200, sender.send(i % 2 ? "GET" : "HEAD", server.url()).status);
        CPPUNIT_ASSERT_EQUAL(1, server.connections());
    }

    void connectionsThatTheServerClosesAreNot()
    {
        for (const std::string answer :
             {"HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n", "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"})
        {
            RawServer server(
                [&](auto& socket, int)
                {
                    while (!readHead(socket).empty()) sendText(socket, answer);
                });
            Sender sender;
            for (int i = 0; i < 3; ++i) CPPUNIT_ASSERT_EQUAL(200, sender.get(server.url()).status);
            CPPUNIT_ASSERT_EQUAL(3, server.connections());
        }
    }

    void connectionsThatAreOverTheBoundOrTooOldAreClosed()
    {
        RawServer server([](auto& socket, int) { answerAll(socket); });
        flyte_webhook::host::HttpClient::Settings none;
        none.maxIdle = 0;
        Sender sender(none);
        for (int i = 0; i < 3; ++i) CPPUNIT_ASSERT_EQUAL(200, sender.get(server.url()).status);
        CPPUNIT_ASSERT_EQUAL(3, server.connections());
        flyte_webhook::host::HttpClient::Settings brief;
        brief.idleTimeout = -1ms;
        Sender other(brief);
        for (int i = 0; i < 3; ++i) CPPUNIT_ASSERT_EQUAL(200, other.get(server.url()).status);
        CPPUNIT_ASSERT_EQUAL(6, server.connections());
    }

    void oldConnectionsAreClosedThoughNothingIsSent()
    {
        std::atomic<bool> closed{false};
        RawServer server(
            [&](auto& socket, int)
            {
                answerAll(socket);
                closed = true;
            });
        flyte_webhook::host::HttpClient::Settings brief;
        brief.idleTimeout = 20ms;
        Sender sender(brief);
        CPPUNIT_ASSERT_EQUAL(200, sender.get(server.url()).status);
        CPPUNIT_ASSERT(!closed);
        CPPUNIT_ASSERT(within(20s,
                              [&]
                              {
                                  sender.client.tend();
                                  return closed.load();
                              }));
    }

    void aConnectionThatWasClosedMeanwhileIsNoticed()
    {
        std::promise<void> closed;
        RawServer server(
            [&](auto& socket, int number)
            {
                if (number > 0) return answerAll(socket);
                readHead(socket);
                sendText(socket, ok);
                socket.close();
                closed.set_value();
            });
        Sender sender;
        CPPUNIT_ASSERT_EQUAL(200, sender.send("POST", server.url()).status);
        closed.get_future().wait();
        CPPUNIT_ASSERT_EQUAL(200, sender.send("POST", server.url()).status);
    }

    /// Answers the first request of the first connection, and closes when it gets a second one.
    static void closeOnSecond(Poco::Net::StreamSocket& socket, int number, std::atomic<int>& requests)
    {
        while (!readHead(socket).empty())
        {
            ++requests;
            if (number == 0 && requests == 2) return;
            sendText(socket, ok);
        }
    }

    void aGetThatMeetsAClosingConnectionIsSentOnceMore()
    {
        std::atomic<int> requests{0};
        RawServer server([&](auto& socket, int number) { closeOnSecond(socket, number, requests); });
        Sender sender;
        CPPUNIT_ASSERT_EQUAL(200, sender.get(server.url()).status);
        CPPUNIT_ASSERT_EQUAL(200, sender.get(server.url()).status);
        CPPUNIT_ASSERT_EQUAL(3, requests.load());
        CPPUNIT_ASSERT_EQUAL(2, server.connections());
    }

    void aPostThatMeetsAClosingConnectionIsNotSentTwice()
    {
        std::atomic<int> requests{0};
        RawServer server([&](auto& socket, int number) { closeOnSecond(socket, number, requests); });
        Sender sender;
        CPPUNIT_ASSERT_EQUAL(200, sender.send("POST", server.url()).status);
        CPPUNIT_ASSERT_EQUAL(int(FW_HTTP_UNREACHABLE), sender.send("POST", server.url()).outcome);
        CPPUNIT_ASSERT_EQUAL(2, requests.load());
    }

    void anAnswerThatBeganIsNotAskedForTwice()
    {
        std::atomic<int> requests{0};
        RawServer server(
            [&](auto& socket, int)
            {
                while (!readHead(socket).empty())
                {
                    if (++requests == 2) return sendText(socket, "HTTP/1.1 200");
                    sendText(socket, ok);
                }
            });
        Sender sender;
        CPPUNIT_ASSERT_EQUAL(200, sender.get(server.url()).status);
        CPPUNIT_ASSERT_EQUAL(int(FW_HTTP_UNREACHABLE), sender.get(server.url()).outcome);
        CPPUNIT_ASSERT_EQUAL(2, requests.load());
    }

    void bytesThatNobodyAskedForEndAConnection()
    {
        RawServer server(
            [&](auto& socket, int)
            {
                while (!readHead(socket).empty()) sendText(socket, std::string(ok) + "HTTP/1.1 500 Smuggled\r\nContent-Length: 0\r\n\r\n");
            });
        Sender sender;
        for (int i = 0; i < 3; ++i) CPPUNIT_ASSERT_EQUAL(200, sender.get(server.url()).status);
        CPPUNIT_ASSERT_EQUAL(3, server.connections());
    }

    void aPolicyThatForbidsTheAddressHoldsForKeptConnectionsToo()
    {
        RawServer server([](auto& socket, int) { answerAll(socket); });
        Sender sender;
        CPPUNIT_ASSERT_EQUAL(200, sender.get(server.url()).status);
        sender.policy = flyte_webhook::host::TargetPolicy({});
        CPPUNIT_ASSERT_EQUAL(int(FW_HTTP_REFUSED), sender.get(server.url()).outcome);
    }

    void manyThreadsShareOneClient()
    {
        const TestCa ca;
        const auto identity = ca.issue("IP:127.0.0.1");
        WebServer server(
            [](auto& request, auto& response)
            {
                const auto token = request.get("authorization");
                response.setContentLength(static_cast<int>(token.size()));
                response.send() << token;
            },
            &identity);
        flyte_webhook::host::HttpClient client(trusting(ca));
        const flyte_webhook::host::TargetPolicy policy({"127.0.0.1"});
        std::atomic<int> wrong{0};
        std::vector<std::thread> threads;
        for (int i = 0; i < 8; ++i)
            threads.emplace_back(
                [&, i]
                {
                    const auto token = "Bearer " + std::to_string(i);
                    const std::vector<flyte_webhook::host::Credential> credentials{{"authorization", token}};
                    const auto url = server.url();
                    for (int n = 0; n < 50; ++n)
                    {
                        flyte_webhook::host::OutgoingRequest request;
                        request.method = "GET";
                        request.url = url;
                        request.credentials = &credentials;
                        request.deadline = std::chrono::steady_clock::now() + 20s;
                        if (client.send(request, policy).body != token) ++wrong;
                    }
                });
        for (auto& thread : threads) thread.join();
        CPPUNIT_ASSERT_EQUAL(0, wrong.load());
    }
};
CPPUNIT_TEST_SUITE_REGISTRATION(OutgoingReuseTest);
