#include "support/waiting.h"
#include "transport/resolver.h"
#include "transport/scarcity.h"
#include "transport/slow_names.h"
#include "transport/transport_failure.h"
#include <cppunit/extensions/HelperMacros.h>
#include <future>
#include <new>
#include <utility>

using namespace flyte_webhook::host;
using namespace flyte_webhook::host::transport;
using namespace flyte_webhook::test;
using namespace std::chrono_literals;

/// Look-ups that take longer than their requesters wait.
class ResolverTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ResolverTest);
    CPPUNIT_TEST(whatNobodyWaitsForAnyMoreIsNotLookedUp);
    CPPUNIT_TEST(addressesNeedNoLookUp);
    CPPUNIT_TEST(aLookUpThatThrowsFails);
    CPPUNIT_TEST(withoutAThreadThereIsNoLookUp);
    CPPUNIT_TEST(lookUpsWaitForTheThreadsThatThereAre);
    CPPUNIT_TEST(theEndDoesNotWaitForALookUp);
    CPPUNIT_TEST_SUITE_END();

    static std::vector<Poco::Net::IPAddress> resolve(Resolver& resolver, const std::string& host, std::chrono::milliseconds time)
    {
        Patience patience(Patience::Clock::now() + time, nullptr);
        return resolver.resolve(host, patience);
    }

    void whatNobodyWaitsForAnyMoreIsNotLookedUp()
    {
        const auto service = std::make_shared<SlowNames>();
        auto& names = *service;
        std::vector<std::future<std::vector<Poco::Net::IPAddress>>> waiting;
        {
            Resolver resolver(SlowNames::asking(service));
            for (std::size_t i = 0; i < Resolver::maxThreads; ++i)
                waiting.push_back(std::async(std::launch::async, [&] { return resolve(resolver, "slow.example", 20s); }));
            const bool allBusy = names.awaitAsked(Resolver::maxThreads);
            for (int i = 0; i < 20; ++i) CPPUNIT_ASSERT_THROW(resolve(resolver, "abandoned.example", 1ms), TransportFailure);
            waiting.push_back(std::async(std::launch::async, [&] { return resolve(resolver, "wanted.example", 20s); }));
            names.answer();
            for (auto& each : waiting) CPPUNIT_ASSERT_EQUAL(std::size_t(1), each.get().size());
            CPPUNIT_ASSERT(allBusy);
        }
        CPPUNIT_ASSERT_EQUAL(Resolver::maxThreads, names.timesAsked("slow.example"));
        CPPUNIT_ASSERT_EQUAL(std::size_t(0), names.timesAsked("abandoned.example"));
        CPPUNIT_ASSERT_EQUAL(std::size_t(1), names.timesAsked("wanted.example"));
    }

    void addressesNeedNoLookUp()
    {
        const auto service = std::make_shared<SlowNames>();
        auto& names = *service;
        Resolver resolver(SlowNames::asking(service));
        CPPUNIT_ASSERT_EQUAL(std::string("192.0.2.7"), resolve(resolver, "192.0.2.7", 20s).at(0).toString());
        CPPUNIT_ASSERT_EQUAL(std::size_t(0), names.timesAsked("192.0.2.7"));
    }

    void aLookUpThatThrowsFails()
    {
        bool first = true;
        Resolver resolver(
            [&](const std::string&) -> Resolver::Found
            {
                if (std::exchange(first, false)) throw std::bad_alloc();
                return {0, {Poco::Net::IPAddress("192.0.2.7")}};
            });
        CPPUNIT_ASSERT_THROW(resolve(resolver, "some.example", 20s), TransportFailure);
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, resolve(resolver, "some.example", 20s).size());
    }

    void withoutAThreadThereIsNoLookUp()
    {
        const auto service = std::make_shared<SlowNames>();
        auto& names = *service;
        names.answer();
        Resolver resolver(SlowNames::asking(service));
        try
        {
            const NoThreads none;
            resolver.begin("some.example");
            CPPUNIT_FAIL("it was begun");
        }
        catch (const TransportFailure& failure)
        {
            CPPUNIT_ASSERT(failure.fault() == Fault::noResources);
        }
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, resolve(resolver, "some.example", 20s).size());
    }

    void lookUpsWaitForTheThreadsThatThereAre()
    {
        const auto service = std::make_shared<SlowNames>();
        auto& names = *service;
        Resolver resolver(SlowNames::asking(service));
        const auto first = resolver.begin("first.example");
        CPPUNIT_ASSERT(names.awaitAsked(1));
        std::shared_ptr<Resolver::LookUp> second;
        {
            const NoThreads none;
            second = resolver.begin("second.example");
        }
        names.answer();
        CPPUNIT_ASSERT(within(20s, [&] { return Resolver::found(*first) && Resolver::found(*second); }));
    }

    void theEndDoesNotWaitForALookUp()
    {
        const auto service = std::make_shared<SlowNames>();
        auto resolver = std::make_unique<Resolver>(SlowNames::asking(service));
        const auto lookUp = resolver->begin("slow.example");
        CPPUNIT_ASSERT(service->awaitAsked(1));
        auto ended = std::async(std::launch::async, [&] { resolver.reset(); });
        const auto inTime = ended.wait_for(10s);
        CPPUNIT_ASSERT(!Resolver::found(*lookUp));
        service->answer();
        CPPUNIT_ASSERT(inTime == std::future_status::ready);
        CPPUNIT_ASSERT(within(20s, [&] { return Resolver::found(*lookUp).has_value(); }));
    }
};
CPPUNIT_TEST_SUITE_REGISTRATION(ResolverTest);
