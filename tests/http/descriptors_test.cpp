#include "raw_client.h"
#include "support/process_facts.h"
#include "support/report.h"
#include "test_server.h"
#include "tls_files.h"
#include <cppunit/extensions/HelperMacros.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>
#include <vector>

namespace flyte_webhook::host
{

namespace
{

/// For its life this program may have no descriptor of a number from `end` on.
class DescriptorsBelow
{
public:
    explicit DescriptorsBelow(rlim_t end)
    {
        ::getrlimit(RLIMIT_NOFILE, &_before);
        auto few = _before;
        few.rlim_cur = end;
        ::setrlimit(RLIMIT_NOFILE, &few);
    }
    ~DescriptorsBelow() { ::setrlimit(RLIMIT_NOFILE, &_before); }
    DescriptorsBelow(const DescriptorsBelow&) = delete;
    DescriptorsBelow& operator=(const DescriptorsBelow&) = delete;

private:
    rlimit _before{};
};

/// The number that the next descriptor will have.
rlim_t nextDescriptor()
{
    const int next = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    ::close(next);
    return static_cast<rlim_t>(next);
}

} // namespace

class DescriptorsTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(DescriptorsTest);
    CPPUNIT_TEST(clientsBeyondTheDescriptorsAreToldAndTheServerRecovers);
    CPPUNIT_TEST(clientsOfTlsBeyondTheDescriptorsAreClosed);
    CPPUNIT_TEST(noSpareDescriptorIsNoBusyLoop);
    CPPUNIT_TEST_SUITE_END();

public:
    void clientsBeyondTheDescriptorsAreToldAndTheServerRecovers()
    {
        TestServer test;
        std::vector<RawClient> clients(12);
        std::vector<int> statuses;
        bool closed = true;
        {
            const DescriptorsBelow few(nextDescriptor() + 5); // even an assertion may need one: they come afterwards
            for (std::size_t i = 0; i < 10; ++i)
            {
                clients[i].connect(test.port());
                if (i < 5) clients[i].send(get("/"));
                const auto reply = clients[i].read();
                statuses.push_back(reply.status);
                if (i >= 5) closed = closed && reply.whole && clients[i].ended();
            }
            statuses.push_back(clients[0].ask(get("/")).status);
            clients[0].close();
            closed = closed && eventually([&] { return test.server.counts().connections == 4; });
            clients[10].connect(test.port());
            statuses.push_back(clients[10].ask(get("/")).status);
        }
        CPPUNIT_ASSERT((statuses == std::vector<int>{200, 200, 200, 200, 200, 503, 503, 503, 503, 503, 200, 200}));
        CPPUNIT_ASSERT(closed);
        CPPUNIT_ASSERT_EQUAL(5ULL, test.server.counts().refused);
        test::reportAttack("no descriptor is left",
                           "503 with Retry-After, closed; open connections are served on, new ones as soon as one is free");
    }

    /// What HTTP would tell them, TLS would take for garbage.
    void clientsOfTlsBeyondTheDescriptorsAreClosed()
    {
        const TlsFiles files;
        TestServer test;
        test.server.useTls(files.context());
        std::vector<PlainClient> clients(3);
        std::string told = "not asked";
        {
            const DescriptorsBelow few(nextDescriptor() + 1);
            for (auto& client : clients) client.connect(test.port());
            told = clients[2].readAll();
        }
        CPPUNIT_ASSERT_EQUAL(std::string(), told);
        for (auto& client : clients) client.close();
        CPPUNIT_ASSERT_EQUAL(200, TlsClient(test.port()).ask(get("/")).status);
        test::reportAttack("no descriptor is left, the listener speaks TLS", "clients are closed at once; the server recovers");
    }

    void noSpareDescriptorIsNoBusyLoop()
    {
        HttpLimits limits;
        limits.keepAliveTimeout = std::chrono::milliseconds(500); // the timer looks every 50 ms
        std::vector<RawClient> clients(2);
        TestServer test(limits);
        double seconds = 0;
        bool answered = false;
        {
            const DescriptorsBelow none(3); // the spare one, given up for the first client, cannot be had again
            clients[0].connect(test.port());
            clients[1].connect(test.port());
            clients[1].send(get("/"));
            const auto begun = test::cpuSeconds(::getpid());
            answered = clients[1].readable(300);
            seconds = test::cpuSeconds(::getpid()) - begun;
        }
        CPPUNIT_ASSERT(!answered);
        CPPUNIT_ASSERT(seconds < 0.1);
        CPPUNIT_ASSERT_EQUAL(200, clients[1].read().status);
        test::reportAttack("no descriptor is left, not even to refuse a client with",
                           "clients wait without a busy loop (the process uses less than a third of a processor); it recovers by itself");
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DescriptorsTest);

} // namespace flyte_webhook::host
