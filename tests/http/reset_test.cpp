#include "base/cancellation.h"
#include "raw_client.h"
#include "support/report.h"
#include "test_server.h"
#include <atomic>
#include <cppunit/extensions/HelperMacros.h>
#include <filesystem>
#include <optional>
#include <type_traits>

namespace flyte_webhook::host
{

namespace
{

std::size_t openDescriptors()
{
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) count += entry.path().empty() ? 0 : 1;
    return count;
}

/// Fails when the server, or this program, has more descriptors at the end than at the begin.
class NoneLeaks
{
public:
    explicit NoneLeaks(TestServer& test) : _test(test)
    {
        CPPUNIT_ASSERT_EQUAL(200, RawClient(test.port()).ask(get("/health")).status); // whatever is opened once is open now
        await();
        _before = openDescriptors();
    }

    void check(const std::string& attack) const
    {
        await();
        CPPUNIT_ASSERT_EQUAL_MESSAGE(attack, _before, openDescriptors());
        CPPUNIT_ASSERT_EQUAL_MESSAGE(attack, 200, RawClient(_test.port()).ask(get("/health")).status);
        await();                                             // or the next test would find what this one opened
        if (!std::is_same_v<RawClient, PlainClient>) return; // over TLS it is the same
        test::reportAttack(attack, "the server goes on; no connection, no descriptor is left");
    }

private:
    void await() const
    {
        CPPUNIT_ASSERT(eventually(
            [this]
            {
                const auto counts = _test.server.counts();
                return counts.connections == 0 && counts.running == 0;
            }));
    }

    TestServer& _test;
    std::size_t _before = 0;
};

/// /wait serves until its client goes, /big answers 16 MiB, /stream writes for as long as somebody takes it; the rest is echoed.
struct Serving
{
    std::atomic<int> waiting{0}, cancelled{0}, streaming{0};

    void operator()(Exchange& exchange)
    {
        const auto path = exchange.request().path;
        if (path == "/wait")
            waitFor(exchange);
        else if (path == "/big")
            exchange.send(TestHandler::reply(std::string(16 << 20, 'x')));
        else if (path == "/stream")
            stream(exchange);
        else
            TestHandler::echo(exchange);
    }

private:
    void waitFor(Exchange& exchange)
    {
        Gate gate;
        Cancellation cancellation;
        exchange.watchClient(cancellation);
        {
            const Cancellation::Action action(cancellation, [&gate] { gate.open(); });
            ++waiting;
            gate.pass();
        }
        exchange.forget();
        if (cancellation.cancelled()) ++cancelled;
    }

    void stream(Exchange& exchange)
    {
        ++streaming;
        exchange.begin(TestHandler::reply("begun"));
        while (exchange.write(std::string(50000, 'x')))
        {
        }
        --streaming;
    }
};

} // namespace

/// Clients that reset their connection, at each point of a request.
class ResetTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ResetTest);
    CPPUNIT_TEST(afterEachByteOfARequest);
    CPPUNIT_TEST(afterEachByteOfASecondRequest);
    CPPUNIT_TEST(whileItIsServed);
    CPPUNIT_TEST(inTheMidstOfTheAnswer);
    CPPUNIT_TEST(inTheMidstOfAStream);
    CPPUNIT_TEST(behindTheAnswer);
    CPPUNIT_TEST(inTheMidstOfARefusal);
    CPPUNIT_TEST_SUITE_END();

public:
    void setUp() override
    {
        _test.emplace(HttpLimits(), [this](Exchange& exchange) { _serving(exchange); });
    }
    void tearDown() override { _test.reset(); } // not with the fixture: other tests fork, and want no thread then

    void afterEachByteOfARequest()
    {
        const NoneLeaks nothing(*_test);
        for (const auto& request : {post("/x", "hello"), chunked()})
            for (std::size_t size = 0; size <= request.size(); ++size)
            {
                RawClient client(_test->port());
                client.send(std::string_view(request).substr(0, size));
                client.reset();
            }
        nothing.check("client resets after each byte of a request");
    }

    void afterEachByteOfASecondRequest()
    {
        const NoneLeaks nothing(*_test);
        const auto request = post("/x", "hello");
        for (std::size_t size = 0; size <= request.size(); ++size)
        {
            RawClient client(_test->port());
            CPPUNIT_ASSERT_EQUAL(200, client.ask(get("/first")).status);
            client.send(std::string_view(request).substr(0, size));
            client.reset();
        }
        nothing.check("client resets after each byte of a second request");
    }

    void whileItIsServed()
    {
        const NoneLeaks nothing(*_test);
        for (int i = 1; i <= 20; ++i)
        {
            RawClient client(_test->port());
            client.send(get("/wait"));
            CPPUNIT_ASSERT(eventually([&] { return _serving.waiting == i; }));
            client.reset();
            CPPUNIT_ASSERT(eventually([&] { return _serving.cancelled == i; }));
        }
        nothing.check("client resets while its request is served (the handler is told)");
    }

    void inTheMidstOfTheAnswer()
    {
        const NoneLeaks nothing(*_test);
        for (const std::size_t size : {0, 1, 100, 5000, 70000, 1000000})
        {
            RawClient client(_test->port());
            client.send(get("/big"));
            CPPUNIT_ASSERT(client.readable(10000));
            client.take(size);
            client.reset();
        }
        nothing.check("client resets in the midst of a big answer");
    }

    void inTheMidstOfAStream()
    {
        const NoneLeaks nothing(*_test);
        for (const std::size_t size : {0, 1, 100, 5000, 70000, 1000000})
        {
            RawClient client(_test->port());
            client.send(get("/stream"));
            CPPUNIT_ASSERT(client.readable(10000));
            client.take(size);
            client.reset();
            CPPUNIT_ASSERT(eventually([&] { return _serving.streaming == 0; }));
        }
        nothing.check("client resets in the midst of a stream (the handler's next write tells)");
    }

    void behindTheAnswer()
    {
        const NoneLeaks nothing(*_test);
        for (int i = 0; i < 50; ++i)
        {
            RawClient client(_test->port());
            CPPUNIT_ASSERT_EQUAL(200, client.ask(get("/x", i % 2 ? "Connection: close\r\n" : "")).status);
            client.reset();
        }
        nothing.check("client resets behind its answer");
    }

    void inTheMidstOfARefusal()
    {
        const NoneLeaks nothing(*_test);
        for (int i = 0; i < 50; ++i)
        {
            RawClient client(_test->port());
            client.send("bad\r\n" + std::string(static_cast<std::size_t>(i) * 1000, 'x'));
            if (i % 2) client.readable(10000);
            client.reset();
        }
        nothing.check("client resets while a refused request is still read");
    }

private:
    static std::string chunked()
    {
        return "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;a=b\r\nllo\r\n0\r\nt: v\r\n\r\n";
    }

    Serving _serving;
    std::optional<TestServer> _test;
};

CPPUNIT_TEST_SUITE_REGISTRATION(ResetTest);

} // namespace flyte_webhook::host
