#include "transport/resolver.h"
#include "transport/transport_failure.h"
#include <algorithm>
#include <condition_variable>
#include <cppunit/extensions/HelperMacros.h>
#include <future>
#include <mutex>

using namespace flyte_webhook::host;
using namespace flyte_webhook::host::transport;
using namespace std::chrono_literals;

namespace
{

/// A name service that is slow until it is told otherwise, and notes what it was asked for.
class SlowNames
{
public:
    Resolver::Found lookUp(const std::string& host)
    {
        std::unique_lock lock(_mutex);
        _asked.push_back(host);
        _changed.notify_all();
        _changed.wait_for(lock, 30s, [this] { return !_slow; });
        return {0, {Poco::Net::IPAddress("192.0.2.1")}};
    }

    /// Waits until so many look-ups have begun; false when they do not.
    bool awaitAsked(std::size_t count)
    {
        std::unique_lock lock(_mutex);
        return _changed.wait_for(lock, 20s, [&] { return _asked.size() >= count; });
    }

    void answer()
    {
        const std::lock_guard lock(_mutex);
        _slow = false;
        _changed.notify_all();
    }

    std::size_t timesAsked(const std::string& host)
    {
        const std::lock_guard lock(_mutex);
        return static_cast<std::size_t>(std::count(_asked.begin(), _asked.end(), host));
    }

private:
    std::mutex _mutex;
    std::condition_variable _changed;
    bool _slow = true;
    std::vector<std::string> _asked;
};

} // namespace

/// Look-ups that take longer than their requesters wait.
class ResolverTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ResolverTest);
    CPPUNIT_TEST(whatNobodyWaitsForAnyMoreIsNotLookedUp);
    CPPUNIT_TEST(addressesNeedNoLookUp);
    CPPUNIT_TEST_SUITE_END();

    static std::vector<Poco::Net::IPAddress> resolve(Resolver& resolver, const std::string& host, std::chrono::milliseconds time)
    {
        Patience patience(Patience::Clock::now() + time, nullptr);
        return resolver.resolve(host, patience);
    }

    void whatNobodyWaitsForAnyMoreIsNotLookedUp()
    {
        SlowNames names;
        std::vector<std::future<std::vector<Poco::Net::IPAddress>>> waiting;
        {
            Resolver resolver([&](const std::string& host) { return names.lookUp(host); });
            for (std::size_t i = 0; i < Resolver::maxThreads; ++i)
                waiting.push_back(std::async(std::launch::async, [&] { return resolve(resolver, "slow.example", 20s); }));
            const bool allBusy = names.awaitAsked(Resolver::maxThreads);
            for (int i = 0; i < 20; ++i) CPPUNIT_ASSERT_THROW(resolve(resolver, "abandoned.example", 1ms), TransportFailure);
            waiting.push_back(std::async(std::launch::async, [&] { return resolve(resolver, "wanted.example", 20s); }));
            names.answer();
            for (auto& each : waiting) CPPUNIT_ASSERT_EQUAL(std::size_t(1), each.get().size());
            CPPUNIT_ASSERT(allBusy);
        } // its threads have ended
        CPPUNIT_ASSERT_EQUAL(Resolver::maxThreads, names.timesAsked("slow.example"));
        CPPUNIT_ASSERT_EQUAL(std::size_t(0), names.timesAsked("abandoned.example"));
        CPPUNIT_ASSERT_EQUAL(std::size_t(1), names.timesAsked("wanted.example"));
    }

    void addressesNeedNoLookUp()
    {
        SlowNames names;
        Resolver resolver([&](const std::string& host) { return names.lookUp(host); });
        CPPUNIT_ASSERT_EQUAL(std::string("192.0.2.7"), resolve(resolver, "192.0.2.7", 20s).at(0).toString());
        CPPUNIT_ASSERT_EQUAL(std::size_t(0), names.timesAsked("192.0.2.7"));
    }
};
CPPUNIT_TEST_SUITE_REGISTRATION(ResolverTest);
