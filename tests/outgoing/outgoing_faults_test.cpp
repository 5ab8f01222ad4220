#include "outgoing/sender.h"
#include "outgoing/servers.h"
#include "support/reserved_port.h"
#include <cppunit/extensions/HelperMacros.h>
#include <flyte_webhook/abi.h>
#include <future>

using namespace flyte_webhook::test;
using namespace std::chrono_literals;

/// Servers that are absent, slow, hostile or broken.
class OutgoingFaultsTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(OutgoingFaultsTest);
    CPPUNIT_TEST(nobodyThereIsUnreachableAndNoAddressIsTold);
    CPPUNIT_TEST(anUnknownNameIsUnreachable);
    CPPUNIT_TEST(aSilentServerTimesOutAtTheDeadline);
    CPPUNIT_TEST(aServerThatDripsTimesOutAtTheDeadline);
    CPPUNIT_TEST(aServerThatDoesNotReadTimesOutAtTheDeadline);
    CPPUNIT_TEST(aDeadlineThatHasPassedSendsNothing);
    CPPUNIT_TEST(cancellationEndsAWaitAtOnce);
    CPPUNIT_TEST(aCancelledRequestSendsNothing);
    CPPUNIT_TEST(anAnswerOverTheLimitIsTooLarge);
    CPPUNIT_TEST(anAnswerAtTheLimitArrives);
    CPPUNIT_TEST(answersThatAreNoHttpAreToldSo);
    CPPUNIT_TEST(answersThatBreakOffAreToldSo);
    CPPUNIT_TEST(anEarlyRefusalOfABodyIsTheAnswer);
    CPPUNIT_TEST_SUITE_END();

    void nobodyThereIsUnreachableAndNoAddressIsTold()
    {
        const ReservedPort port;
        const auto answer = Sender().get("http://127.0.0.1:" + std::to_string(port.number()));
        CPPUNIT_ASSERT_EQUAL(int(FW_HTTP_UNREACHABLE), answer.outcome);
        CPPUNIT_ASSERT_EQUAL(std::string("the target cannot be reached"), answer.error);
        CPPUNIT_ASSERT(answer.cause.find("refused") != std::string::npos);
    }

    void anUnknownNameIsUnreachable()
    {
        const auto answer = Sender().get("http://no-such-host.invalid/");
        CPPUNIT_ASSERT_EQUAL(int(FW_HTTP_UNREACHABLE), answer.outcome);
        CPPUNIT_ASSERT_EQUAL(std::string("the target's host name is not known"), answer.error);
    }

    void expectTimeOut(const RawServer& server, const std::string& body = {})
    {
        Sender sender;
        sender.time = 200ms;
        flyte_webhook::host::OutgoingAnswer answer;
        const auto time = timeOf([&] { answer = sender.send("POST", server.url(), body); });
        CPPUNIT_ASSERT_EQUAL(int(FW_HTTP_TIMED_OUT), answer.outcome);
        CPPUNIT_ASSERT_EQUAL(std::string("the target did not answer in time"), answer.error);
        CPPUNIT_ASSERT(time >= 200ms);
        CPPUNIT_ASSERT(time < 10s);
    }

    void aSilentServerTimesOutAtTheDeadline()
    {
        expectTimeOut(RawServer([](auto& socket, int) { awaitEnd(socket); }));
    }

    void aServerThatDripsTimesOutAtTheDeadline()
    {
        expectTimeOut(RawServer(
            [](auto& socket, int)
            {
                readHead(socket);
                sendText(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                for (;;)
                {
                    sendText(socket, "1\r\nx\r\n");
                    socket.poll(Poco::Timespan(0, 10'000), Poco::Net::Socket::SELECT_ERROR);
                }
            }));
    }

    void aServerThatDoesNotReadTimesOutAtTheDeadline()
    {
        std::promise<void> over;
        const RawServer server([&, done = over.get_future().share()](auto&, int) { done.wait(); });
        expectTimeOut(server, std::string(32 << 20, 'x'));
        over.set_value();
    }

    void aDeadlineThatHasPassedSendsNothing()
    {
        RawServer server([](auto& socket, int) { awaitEnd(socket); });
        Sender sender;
        sender.time = -1ms;
        CPPUNIT_ASSERT_EQUAL(int(FW_HTTP_TIMED_OUT), sender.get(server.url()).outcome);
    }

    void cancellationEndsAWaitAtOnce()
    {
        std::promise<void> asked;
        RawServer server(
            [&](auto& socket, int)
            {
                readHead(socket);
                asked.set_value();
                awaitEnd(socket);
            });
        Sender sender;
        auto answer = std::async(std::launch::async, [&] { return sender.get(server.url()); });
        asked.get_future().wait();
        const auto time = timeOf(
            [&]
            {
                sender.cancellation.cancel();
                CPPUNIT_ASSERT_EQUAL(int(FW_HTTP_TIMED_OUT), answer.get().outcome);
            });
        CPPUNIT_ASSERT(time < 10s); // the deadline is later
    }

    void aCancelledRequestSendsNothing()
    {
        std::atomic<int> requests{0};
        RawServer server(
            [&](auto& socket, int)
            {
                if (!readHead(socket).empty()) ++requests;
            });
        Sender sender;
        sender.cancellation.cancel();
        const auto answer = sender.get(server.url());
        CPPUNIT_ASSERT_EQUAL(int(FW_HTTP_TIMED_OUT), answer.outcome);
        CPPUNIT_ASSERT_EQUAL(std::string("the request was cancelled"), answer.error);
        CPPUNIT_ASSERT_EQUAL(0, requests.load());
    }

    flyte_webhook::host::OutgoingAnswer limited(const std::string& text, std::size_t most)
    {
        RawServer server(
            [&](auto& socket, int)
            {
                readHead(socket);
                sendText(socket, text);
            });
        flyte_webhook::host::HttpClient::Settings settings;
        settings.maxAnswer = most;
        return Sender(settings).get(server.url());
    }

    void anAnswerOverTheLimitIsTooLarge()
    {
        const std::string ok = "HTTP/1.1 200 OK\r\n";
        for (const auto& text : {ok + "Content-Length: 11\r\n\r\n01234567890", ok + "Content-Length: 18446744073709551615\r\n\r\n",
                                 ok + "\r\n01234567890", ok + "Transfer-Encoding: chunked\r\n\r\n6\r\n012345\r\n5\r\n01234\r\n0\r\n\r\n",
                                 ok + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
                                 ok + "X: " + std::string(70'000, 'x') + "\r\n\r\n", std::string(70'000, 'x')})
            CPPUNIT_ASSERT_EQUAL_MESSAGE(text.substr(0, 80), int(FW_HTTP_TOO_LARGE), limited(text, 10).outcome);
        std::string many = ok;
        for (int i = 0; i < 20'000; ++i) many += "X: y\r\n";
        CPPUNIT_ASSERT_EQUAL(int(FW_HTTP_TOO_LARGE), limited(many + "\r\n", 10).outcome);
    }

    void anAnswerAtTheLimitArrives()
    {
        const std::string ok = "HTTP/1.1 200 OK\r\n";
        for (const auto& text : {ok + "Content-Length: 10\r\n\r\n0123456789", ok + "\r\n0123456789",
                                 ok + "Transfer-Encoding: chunked\r\n\r\n6\r\n012345\r\n4\r\n6789\r\n0\r\n\r\n"})
            CPPUNIT_ASSERT_EQUAL_MESSAGE(text, std::string("0123456789"), limited(text, 10).body);
    }

    void answersThatAreNoHttpAreToldSo()
    {
        const std::string ok = "HTTP/1.1 200 OK\r\n";
        for (const auto& text : std::vector<std::string>{"\r\n",
                                                         "hello\r\n\r\n",
                                                         "HTTP/2 200 OK\r\n\r\n",
                                                         "HTTP/1.1 20 OK\r\n\r\n",
                                                         "HTTP/1.1 abc\r\n\r\n",
                                                         "HTTP/1.1 2000 OK\r\n\r\n",
                                                         "HTTP/1.1 099 X\r\n\r\n",
                                                         "HTTP/1.1 999 X\r\n\r\n",
                                                         "HTTP/1.1 101 Switching\r\n\r\n",
                                                         "http/1.1 200 OK\r\n\r\n",
                                                         ok + "no colon\r\n\r\n",
                                                         ok + ": x\r\n\r\n",
                                                         ok + "A: b\r\n folded\r\n\r\n",
                                                         ok + "A(b): c\r\n\r\n",
                                                         ok + "A b: c\r\n\r\n",
                                                         ok + "A: b\x01\r\n\r\n",
                                                         ok + "Content-Length: x\r\n\r\n",
                                                         ok + "Content-Length: -1\r\n\r\n",
                                                         ok + "Content-Length: 1, 1\r\n\r\nx",
                                                         ok + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
                                                         ok + "Content-Length: 99999999999999999999\r\n\r\n",
                                                         ok + "Transfer-Encoding: gzip\r\n\r\n",
                                                         ok + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                                                         ok + "Transfer-Encoding: chunked\r\n\r\nx\r\n",
                                                         ok + "Transfer-Encoding: chunked\r\n\r\n\r\n",
                                                         ok + "Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n",
                                                         ok + "Transfer-Encoding: chunked\r\n\r\n-1\r\n",
                                                         "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"})
        {
            const auto answer = limited(text, 100);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(text, int(FW_HTTP_UNREACHABLE), answer.outcome);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(text, std::string("the target's answer is no valid HTTP"), answer.error);
        }
    }

    void answersThatBreakOffAreToldSo()
    {
        const std::string ok = "HTTP/1.1 200 OK\r\n";
        for (const auto& text :
             std::vector<std::string>{"", "HTTP/1.1 200 O", ok, ok + "A: b\r\n", ok + "Content-Length: 5\r\n\r\nabc",
                                      ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nab",
                                      ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n", "HTTP/1.1 100 Continue\r\n\r\n"})
        {
            const auto answer = limited(text, 100);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(text, int(FW_HTTP_UNREACHABLE), answer.outcome);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(text, std::string("the target broke the connection off"), answer.error);
        }
    }

    void anEarlyRefusalOfABodyIsTheAnswer()
    {
        RawServer server(
            [](auto& socket, int)
            {
                readHead(socket);
                sendText(socket, "HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno");
                socket.shutdownSend();
                awaitEnd(socket);
            });
        const auto answer = Sender().send("POST", server.url(), std::string(1 << 20, 'x'));
        CPPUNIT_ASSERT_EQUAL(413, answer.status);
        CPPUNIT_ASSERT_EQUAL(std::string("no"), answer.body);
    }
};
CPPUNIT_TEST_SUITE_REGISTRATION(OutgoingFaultsTest);
