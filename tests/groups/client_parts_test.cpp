#include <cppunit/extensions/HelperMacros.h>
#include <flyte_webhook/flyte/console.h>
#include <flyte_webhook/flyte/expiring_cache.h>
#include <future>
#include <memory>
#include <thread>
#include <vector>

using namespace flyte_webhook::flyte;
using namespace std::chrono_literals;

/// The parts of the client that ask nobody.
class ClientPartsTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ClientPartsTest);
    CPPUNIT_TEST(AValueIsKeptForItsLife);
    CPPUNIT_TEST(ANewValueBeginsANewLife);
    CPPUNIT_TEST(TheOldestGoesFirst);
    CPPUNIT_TEST(WhatItHoldsTogetherIsBounded);
    CPPUNIT_TEST(ExpiredValuesTakeNoPlace);
    CPPUNIT_TEST(WhatIsForgottenIsGone);
    CPPUNIT_TEST(ALifeOfZeroKeepsNothing);
    CPPUNIT_TEST(NobodyWaitsWhileAValueIsDestroyed);
    CPPUNIT_TEST(ManyThreadsMayUseACache);
    CPPUNIT_TEST(EachKindOfPageHasItsAddress);
    CPPUNIT_TEST_SUITE_END();

    const ExpiringCache<int>::Clock::time_point start = ExpiringCache<int>::Clock::now();

public:
    void AValueIsKeptForItsLife()
    {
        ExpiringCache<int> cache(10s, 5);
        cache.store("a", 1, start);
        CPPUNIT_ASSERT_EQUAL(1, cache.find("a", start + 9999ms).value());
        CPPUNIT_ASSERT(!cache.find("a", start + 10s));
        CPPUNIT_ASSERT(!cache.find("b", start));
    }

    void ANewValueBeginsANewLife()
    {
        ExpiringCache<int> cache(10s, 5);
        cache.store("a", 1, start);
        cache.store("a", 2, start + 5s);
        CPPUNIT_ASSERT_EQUAL(2, cache.find("a", start + 14s).value());
        CPPUNIT_ASSERT_EQUAL(std::size_t(1), cache.size());
    }

    void TheOldestGoesFirst()
    {
        ExpiringCache<int> cache(10s, 2);
        cache.store("a", 1, start);
        cache.store("b", 2, start);
        cache.store("a", 3, start);
        cache.store("c", 4, start);
        CPPUNIT_ASSERT(!cache.find("b", start));
        CPPUNIT_ASSERT_EQUAL(3, cache.find("a", start).value());
        CPPUNIT_ASSERT_EQUAL(4, cache.find("c", start).value());
        CPPUNIT_ASSERT_EQUAL(std::size_t(2), cache.size());
    }

    void WhatItHoldsTogetherIsBounded()
    {
        ExpiringCache<int> cache(10s, 100);
        cache.store("a", 1, start, 60);
        cache.store("b", 2, start, 40);
        cache.store("c", 3, start, 30);
        CPPUNIT_ASSERT(!cache.find("a", start));
        CPPUNIT_ASSERT(cache.find("b", start) && cache.find("c", start));
        cache.store("d", 4, start, 101);
        CPPUNIT_ASSERT(!cache.find("d", start));
        cache.store("b", 5, start, 70);
        CPPUNIT_ASSERT_EQUAL(std::size_t(2), cache.size());
        cache.forget("b");
        cache.store("e", 6, start, 70);
        CPPUNIT_ASSERT_EQUAL(std::size_t(2), cache.size());
    }

    void ExpiredValuesTakeNoPlace()
    {
        ExpiringCache<int> cache(10s, 100);
        for (int i = 0; i < 50; ++i) cache.store(std::to_string(i), i, start);
        cache.store("new", 1, start + 11s);
        CPPUNIT_ASSERT_EQUAL(std::size_t(1), cache.size());
    }

    void WhatIsForgottenIsGone()
    {
        ExpiringCache<int> cache(10s, 2);
        cache.store("a", 1, start);
        cache.forget("a");
        cache.forget("b");
        CPPUNIT_ASSERT(!cache.find("a", start));
    }

    void ALifeOfZeroKeepsNothing()
    {
        ExpiringCache<int> cache(0s, 2);
        cache.store("a", 1, start);
        CPPUNIT_ASSERT(!cache.find("a", start));
        CPPUNIT_ASSERT_EQUAL(std::size_t(0), cache.size());
    }

    void NobodyWaitsWhileAValueIsDestroyed()
    {
        std::vector<std::future<std::size_t>> asking;
        int free = 0;
        ExpiringCache<std::shared_ptr<int>> cache(10s, 2);
        const auto value = [&]
        {
            const auto destroy = [&](const int* number)
            {
                delete number;
                asking.push_back(std::async(std::launch::async, [&] { return cache.size(); }));
                free += asking.back().wait_for(5s) == std::future_status::ready;
            };
            return std::shared_ptr<int>(new int(1), destroy);
        };
        cache.store("a", value(), start);
        cache.store("a", value(), start); // replaces one
        cache.store("b", value(), start);
        cache.store("c", value(), start); // takes the place of one
        cache.forget("b");
        CPPUNIT_ASSERT_EQUAL(3, free);
        CPPUNIT_ASSERT_EQUAL(std::size_t(1), cache.size());
        cache.store("c", nullptr, start);
    }

    void ManyThreadsMayUseACache()
    {
        ExpiringCache<std::string> cache(10s, 10);
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back(
                [&cache, t]
                {
                    for (int i = 0; i < 1000; ++i)
                    {
                        const auto key = std::to_string((i + t) % 20);
                        cache.store(key, key);
                        if (const auto found = cache.find(key)) CPPUNIT_ASSERT_EQUAL(key, *found);
                        if (i % 7 == 0) cache.forget(key);
                    }
                });
        for (auto& thread : threads) thread.join();
        CPPUNIT_ASSERT(cache.size() <= 10);
    }

    void EachKindOfPageHasItsAddress()
    {
        const Console console("https://c.example.com");
        const Place place{"acme", "p", "d"};
        CPPUNIT_ASSERT_EQUAL(std::string("https://c.example.com/v2/domain/d/project/p/runs/r1"), console.run(place, "r1"));
        CPPUNIT_ASSERT_EQUAL(std::string("https://c.example.com/v2/domain/d/project/p/apps/shop"), console.app(place, "shop"));
        CPPUNIT_ASSERT_EQUAL(std::string("https://c.example.com/v2/domain/d/project/p/tasks/env.task"), console.task(place, "env.task"));
        CPPUNIT_ASSERT_EQUAL(std::string("https://c.example.com/v2/domain/d/project/p/triggers/nightly"),
                             console.trigger(place, "nightly"));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ClientPartsTest);
