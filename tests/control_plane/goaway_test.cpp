#include "control_plane/test_server.h"
#include "control_plane/wires.h"
#include <atomic>
#include <thread>

using namespace flyte_webhook::test;
using namespace std::chrono_literals;

/// Servers that end their connections in order, as those behind a load balancer do every few minutes.
class GoawayTest : public WireTest
{
    CPPUNIT_TEST_SUITE(GoawayTest);
    CPPUNIT_TEST(connectionsThatTheServerRetiresCostNoCall);
    CPPUNIT_TEST_SUITE_END();

    void connectionsThatTheServerRetiresCostNoCall()
    {
        std::atomic<int> failed{0}, made{0};
        std::string first;
        std::mutex mutex;
        TestServer server([](const ReceivedCall&) { return Answer{{"m"}}; }, 0, nullptr, 20ms);
        const auto controlPlane = controlPlaneAt(server.port());
        std::vector<std::thread> callers;
        for (int i = 0; i < 8; ++i)
            callers.emplace_back(
                [&]
                {
                    for (const auto end = std::chrono::steady_clock::now() + 2s; std::chrono::steady_clock::now() < end; ++made)
                    {
                        const auto result = Caller().call(*controlPlane, {"a.B/C", "", "", false});
                        if (result.code == 0) continue;
                        const std::lock_guard lock(mutex);
                        if (++failed == 1) first = std::to_string(result.code) + " " + result.cause;
                    }
                });
        for (auto& caller : callers) caller.join();
        CPPUNIT_ASSERT_EQUAL_MESSAGE(first, 0, failed.load());
        CPPUNIT_ASSERT_EQUAL(made.load(), server.calls()); // none was sent twice
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(GoawayTest);
