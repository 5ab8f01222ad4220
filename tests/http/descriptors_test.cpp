#include "raw_client.h"
#include "test_server.h"
#include <cppunit/extensions/HelperMacros.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <vector>

namespace flyte_webhook::host
{

namespace
{

/// For its life this program may open only so many more descriptors.
class FewDescriptors
{
public:
    explicit FewDescriptors(unsigned more)
    {
        ::getrlimit(RLIMIT_NOFILE, &_before);
        auto few = _before;
        const int next = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
        ::close(next);
        few.rlim_cur = static_cast<rlim_t>(next) + more;
        ::setrlimit(RLIMIT_NOFILE, &few);
    }
    ~FewDescriptors() { ::setrlimit(RLIMIT_NOFILE, &_before); }
    FewDescriptors(const FewDescriptors&) = delete;
    FewDescriptors& operator=(const FewDescriptors&) = delete;

private:
    rlimit _before{};
};

double processorSeconds()
{
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

} // namespace

class DescriptorsTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(DescriptorsTest);
    CPPUNIT_TEST(clientsBeyondTheDescriptorsAreToldAndTheServerRecovers);
    CPPUNIT_TEST(noSpareDescriptorIsNoBusyLoop);
    CPPUNIT_TEST_SUITE_END();

public:
    void clientsBeyondTheDescriptorsAreToldAndTheServerRecovers()
    {
        TestServer test;
        std::vector<RawClient> clients(12);
        const FewDescriptors few(5);
        for (std::size_t i = 0; i < 5; ++i)
        {
            clients[i].connect(test.port());
            CPPUNIT_ASSERT_EQUAL(200, clients[i].ask(get("/")).status);
        }
        for (std::size_t i = 5; i < 10; ++i)
        {
            clients[i].connect(test.port());
            const auto reply = clients[i].read();
            CPPUNIT_ASSERT_EQUAL(503, reply.status);
            CPPUNIT_ASSERT(reply.whole);
            CPPUNIT_ASSERT(clients[i].ended());
        }
        CPPUNIT_ASSERT_EQUAL(200, clients[0].ask(get("/")).status);
        clients[0].close();
        CPPUNIT_ASSERT(eventually([&] { return test.server.counts().connections == 4; }));
        clients[10].connect(test.port());
        CPPUNIT_ASSERT_EQUAL(200, clients[10].ask(get("/")).status);
    }

    void noSpareDescriptorIsNoBusyLoop()
    {
        HttpLimits limits;
        limits.keepAliveTimeout = std::chrono::milliseconds(500); // the timer looks every 50 ms
        std::vector<RawClient> clients(2);
        TestServer test(limits);
        {
            const FewDescriptors few(0);
            // The spare one is given up for the first client; that another part of the program takes it meanwhile is forced here.
            rlimit none{};
            ::getrlimit(RLIMIT_NOFILE, &none);
            const rlimit before = none;
            none.rlim_cur = 3;
            ::setrlimit(RLIMIT_NOFILE, &none);
            clients[0].connect(test.port());
            clients[1].connect(test.port());
            clients[1].send(get("/"));
            const auto begun = processorSeconds();
            CPPUNIT_ASSERT(!clients[1].readable(300));
            CPPUNIT_ASSERT(processorSeconds() - begun < 0.1);
            ::setrlimit(RLIMIT_NOFILE, &before);
        }
        CPPUNIT_ASSERT_EQUAL(200, clients[1].read().status);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DescriptorsTest);

} // namespace flyte_webhook::host
