#include "http/reply_writer.h"
#include "raw_client.h"
#include "test_server.h"
#include <atomic>
#include <cppunit/extensions/HelperMacros.h>
#include <vector>

namespace flyte_webhook::host
{

using std::chrono::milliseconds;

/// Clients that take their answers slowly, or not at all: what waits for them is bounded, in memory and in time.
class SlowReaderTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(SlowReaderTest);
    CPPUNIT_TEST(bigAnswersThatWaitAreBounded);
    CPPUNIT_TEST(readersCostNobodyTheBody);
    CPPUNIT_TEST(whoseAnswerHasNoRoomIsToldThatItWasDone);
    CPPUNIT_TEST(smallAnswersThatWaitAreBounded);
    CPPUNIT_TEST(answersThatAreTakenNeedNoRoom);
    CPPUNIT_TEST(bytesThatAnswersShareNeedNoRoom);
    CPPUNIT_TEST(readerOfTooLittleIsCutOff);
    CPPUNIT_TEST(readerThatGoesOnIsNotCutOff);
    CPPUNIT_TEST(aStreamWaitsForItsClientNoLongerThanARequest);
    CPPUNIT_TEST_SUITE_END();

    static constexpr int littleBuffer = 4096;

    /// Big bodies at "/big", small ones elsewhere.
    static TestHandler::Serve answering(std::size_t big)
    {
        return [big](Exchange& exchange)
        { exchange.send(TestHandler::reply(exchange.request().path == "/big" ? std::string(big, 'y') : "small")); };
    }

    /// Takes something from time to time, until `enough()`; false if that does not come true.
    template <typename Condition> static bool takeSlowly(RawClient& client, std::size_t bytes, int pause, Condition enough)
    {
        std::vector<char> taken(bytes);
        return eventually(
            [&]
            {
                static_cast<void>(::recv(client.descriptor(), taken.data(), taken.size(), MSG_DONTWAIT));
                ::poll(nullptr, 0, pause);
                return enough();
            });
    }

    static HttpLimits buffering(std::size_t most)
    {
        HttpLimits limits;
        limits.maxBody = 1 << 10;
        limits.maxBuffered = most;
        return limits;
    }

public:
    void bigAnswersThatWaitAreBounded()
    {
        constexpr std::size_t big = 8 << 20;
        TestServer test(buffering(4 * big), answering(big), listeningSocket(64 << 10));
        std::vector<RawClient> slow;
        for (int i = 0; i < 2; ++i)
        {
            slow.emplace_back(test.port());
            slow.back().send(get("/big"));
            CPPUNIT_ASSERT(slow.back().readable(10000));
        }
        RawClient third(test.port());
        const auto refused = third.ask(get("/big"));
        CPPUNIT_ASSERT_EQUAL(503, refused.status);
        CPPUNIT_ASSERT_EQUAL(std::string("1"), refused.headers.at("retry-after"));
        CPPUNIT_ASSERT_EQUAL(std::string("too_much_in_memory"), refused.headers.at("x-error-kind"));
        CPPUNIT_ASSERT_EQUAL(1ULL, test.server.counts().refused);
        CPPUNIT_ASSERT_EQUAL(std::string("small"), third.ask(get("/")).body);
        CPPUNIT_ASSERT_EQUAL(big, slow.front().read().body.size());
        CPPUNIT_ASSERT(eventually([&] { return third.ask(get("/big")).body.size() == big; }));
        CPPUNIT_ASSERT_EQUAL(big, slow.back().read().body.size());
    }

    void readersCostNobodyTheBody()
    {
        constexpr std::size_t big = 4 << 20;
        auto limits = buffering(2 * big);
        limits.maxBody = 1 << 20;
        TestServer test(limits, answering(big), listeningSocket(littleBuffer));
        std::vector<RawClient> slow(2);
        for (auto& client : slow)
        {
            client.receiveBuffer(littleBuffer);
            client.connect(test.port());
            client.send(get("/big"));
            CPPUNIT_ASSERT(client.readable(10000));
        }
        const std::string head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ";
        CPPUNIT_ASSERT_EQUAL(
            200, RawClient(test.port()).ask(head + std::to_string(limits.maxBody) + "\r\n\r\n" + std::string(limits.maxBody, 'x')).status);
        CPPUNIT_ASSERT_EQUAL(1ULL, test.server.counts().refused);
    }

    void whoseAnswerHasNoRoomIsToldThatItWasDone()
    {
        TestServer test(buffering(4 << 10), answering(ReplyWriter::small + 1));
        RawClient client(test.port());
        for (const auto& [method, again] : {std::pair("POST", false), std::pair("GET", true)})
        {
            const auto refused = client.ask(std::string(method) + " /big HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
            CPPUNIT_ASSERT_EQUAL(503, refused.status);
            CPPUNIT_ASSERT_MESSAGE(refused.body, refused.body.find("The request was carried out") != std::string::npos);
            CPPUNIT_ASSERT_EQUAL(again, refused.headers.count("retry-after") == 1);
        }
    }

    void smallAnswersThatWaitAreBounded()
    {
        constexpr std::size_t body = 60 << 10;
        TestServer test(buffering(200 << 10), answering(body), listeningSocket(16 << 10)); // room for a record of TLS
        std::vector<RawClient> slow(2);
        for (auto& client : slow)
        {
            client.receiveBuffer(littleBuffer);
            client.connect(test.port());
            client.send(get("/big"));
        }
        CPPUNIT_ASSERT(eventually([&] { return test.server.counts().refused == 1; }));
        CPPUNIT_ASSERT_EQUAL(std::string("small"), RawClient(test.port()).ask(get("/")).body);
        int whole = 0;
        for (auto& client : slow) whole += client.read().whole;
        CPPUNIT_ASSERT_EQUAL(1, whole); // the other one sees that its answer broke off
    }

    void answersThatAreTakenNeedNoRoom()
    {
        constexpr std::size_t body = ReplyWriter::small;
        TestServer test(buffering(4 << 10), answering(body), listeningSocket(1 << 20));
        RawClient client(test.port());
        for (int i = 0; i < 3; ++i) CPPUNIT_ASSERT_EQUAL(body, client.ask(get("/big")).body.size());
        CPPUNIT_ASSERT_EQUAL(0ULL, test.server.counts().refused);
    }

    void bytesThatAnswersShareNeedNoRoom()
    {
        const auto shared = std::make_shared<const std::string>(1 << 20, 's');
        const auto answer = [&](Exchange& exchange)
        {
            auto reply = TestHandler::reply("");
            reply.shared = SharedBytes(shared);
            exchange.send(std::move(reply));
        };
        TestServer test(buffering(4 << 10), answer, listeningSocket(littleBuffer));
        RawClient client(test.port());
        for (int i = 0; i < 2; ++i) CPPUNIT_ASSERT(client.ask(get("/")).body == *shared);
        client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
        CPPUNIT_ASSERT_EQUAL(std::to_string(shared->size()), client.read(true).headers.at("content-length"));
        CPPUNIT_ASSERT_EQUAL(0ULL, test.server.counts().refused);
    }

    void readerOfTooLittleIsCutOff()
    {
        HttpLimits limits;
        limits.bodyTimeout = milliseconds(400);
        TestServer test(limits, answering(16 << 20), listeningSocket(littleBuffer));
        RawClient client;
        client.receiveBuffer(littleBuffer);
        client.connect(test.port());
        client.send(get("/big"));
        CPPUNIT_ASSERT(client.readable(10000));
        CPPUNIT_ASSERT(takeSlowly(client, 1024, 20, [&] { return test.server.counts().connections == 0; }));
    }

    void readerThatGoesOnIsNotCutOff()
    {
        int trials = 5; // a busy machine may make a reader slower than it is
        while (trials > 0 && !readsOnToTheEnd()) --trials;
        CPPUNIT_ASSERT(trials > 0);
    }

    static bool readsOnToTheEnd()
    {
        constexpr std::size_t big = 10 << 20, part = 1 << 20;
        HttpLimits limits;
        limits.bodyTimeout = milliseconds(2000);
        TestServer test(limits, answering(big), listeningSocket(64 << 10));
        RawClient client;
        client.receiveBuffer(64 << 10);
        client.connect(test.port());
        client.send(get("/big"));
        for (std::size_t taken = 0; taken < big; taken += part) // in three seconds
        {
            if (client.take(part).size() < part) return false;
            ::poll(nullptr, 0, 300);
        }
        return true;
    }

    void aStreamWaitsForItsClientNoLongerThanARequest()
    {
        HttpLimits limits;
        limits.bodyTimeout = milliseconds(200);
        std::atomic<bool> returned{false};
        bool whole = true;
        TestServer test(limits,
                        [&](Exchange& exchange)
                        {
                            exchange.begin(TestHandler::reply("begun"));
                            for (int i = 0; i < 640 && whole; ++i) whole = exchange.write(std::string(100 << 10, 'x')); // each soon enough
                            returned = true;
                        });
        RawClient client(test.port());
        client.send(get("/"));
        CPPUNIT_ASSERT(takeSlowly(client, 64 << 10, 1, [&] { return returned.load(); }));
        CPPUNIT_ASSERT(!whole);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SlowReaderTest);

} // namespace flyte_webhook::host
