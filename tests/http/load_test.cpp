#include "raw_client.h"
#include "test_server.h"
#include <algorithm>
#include <atomic>
#include <cppunit/extensions/HelperMacros.h>
#include <random>
#include <sys/resource.h>
#include <vector>

namespace flyte_webhook::host
{

using std::chrono::milliseconds;

namespace
{

/// As many descriptors as the system lets this program have.
void allowDescriptors()
{
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

} // namespace

class LoadTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(LoadTest);
    CPPUNIT_TEST(idleConnectionsCostNoThreads);
    CPPUNIT_TEST(answersAreNeverMixedUp);
    CPPUNIT_TEST(connectionsThatComeAndGoAreKeptApart);
    CPPUNIT_TEST(overloadLosesNoConnection);
    CPPUNIT_TEST_SUITE_END();

public:
    void idleConnectionsCostNoThreads()
    {
        constexpr std::size_t idle = 2000;
        allowDescriptors();
        HttpLimits limits;
        limits.threads = 8;
        TestServer test(limits);
        std::vector<RawClient> clients;
        for (std::size_t i = 0; i < idle; ++i)
        {
            clients.emplace_back(test.port());
            CPPUNIT_ASSERT_EQUAL(200, clients.back().ask(get("/first")).status);
        }
        CPPUNIT_ASSERT(eventually([&] { return test.server.counts().parked == idle; }));
        RawClient active(test.port());
        for (int i = 0; i < 1000; ++i) CPPUNIT_ASSERT_EQUAL(200, active.ask(get("/active")).status);
        CPPUNIT_ASSERT(test.server.counts().threads <= 9);
        for (std::size_t i = 0; i < idle; i += 7) clients[i].send(get("/" + std::to_string(i)));
        for (std::size_t i = 0; i < idle; i += 7) CPPUNIT_ASSERT_EQUAL("GET /" + std::to_string(i) + " ", clients[i].read().body);
    }

    void answersAreNeverMixedUp()
    {
        TestServer test({},
                        [](Exchange& exchange)
                        {
                            const auto& request = exchange.request();
                            exchange.send(TestHandler::reply(std::string(request.header("Authorization")) + " " +
                                                             std::string(request.target) + " " + std::string(request.body)));
                        });
        std::atomic<int> wrong{0};
        const auto ask = [&](int who)
        {
            RawClient client(test.port());
            std::minstd_rand random(static_cast<unsigned>(who));
            for (int i = 0; i < 1250; ++i)
            {
                const auto path = "/" + std::to_string(who) + "/" + std::to_string(i);
                const std::string body(random() % 200 == 0 ? 100000 : random() % 50, static_cast<char>('a' + who));
                const auto request = "POST " + path + " HTTP/1.1\r\nHost: a\r\nAuthorization: user" + std::to_string(who) +
                                     "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
                const auto cut = random() % request.size();
                client.send(request.substr(0, cut));
                client.send(request.substr(cut));
                if (client.read().body != "user" + std::to_string(who) + " " + path + " " + body) ++wrong;
            }
        };
        Threads(8, ask).join();
        CPPUNIT_ASSERT_EQUAL(0, wrong.load());
    }

    void connectionsThatComeAndGoAreKeptApart()
    {
        HttpLimits limits;
        limits.keepAliveTimeout = milliseconds(5);
        TestServer test(limits);
        std::atomic<int> wrong{0};
        const auto ask = [&](int who)
        {
            for (int i = 0; i < 400; ++i)
            {
                RawClient client(test.port());
                const auto path = "/" + std::to_string(who) + "/" + std::to_string(i);
                if (client.ask(get(path)).body != "GET " + path + " ") ++wrong;
                if (i % 4 == 0) client.ended(); // the sweep closes it
                if (i % 4 == 1 && client.send(get(path)) && !client.ended() && client.read().body != "GET " + path + " ") ++wrong;
            }
        };
        Threads(8, ask).join();
        CPPUNIT_ASSERT_EQUAL(0, wrong.load());
        CPPUNIT_ASSERT(eventually([&] { return test.server.counts().connections == 0; }));
    }

    void overloadLosesNoConnection()
    {
        HttpLimits limits;
        limits.threads = 2;
        limits.queue = 2;
        TestServer test(limits);
        std::atomic<int> wrong{0};
        std::atomic<unsigned long long> refused{0};
        const auto ask = [&](int who)
        {
            RawClient client(test.port());
            for (int i = 0; i < 500; ++i)
            {
                const auto path = "/" + std::to_string(who) + "/" + std::to_string(i);
                const auto reply = client.ask(get(path));
                if (reply.status == 503)
                    ++refused;
                else if (reply.body != "GET " + path + " ")
                    ++wrong;
            }
        };
        Threads(16, ask).join();
        CPPUNIT_ASSERT_EQUAL(0, wrong.load());
        CPPUNIT_ASSERT_EQUAL(refused.load(), test.server.counts().refused);
        CPPUNIT_ASSERT_EQUAL(std::size_t(0), test.server.counts().queued);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(LoadTest);

} // namespace flyte_webhook::host
