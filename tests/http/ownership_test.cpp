#include "http/ownership.h"
#include <cppunit/extensions/HelperMacros.h>
#include <thread>
#include <vector>

namespace flyte_webhook::host
{

class OwnershipTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(OwnershipTest);
    CPPUNIT_TEST(eventTakesItOnce);
    CPPUNIT_TEST(lateEventIsIgnored);
    CPPUNIT_TEST(sweepCannotTakeItWhileItIsBeingArmed);
    CPPUNIT_TEST(eventWhileItIsBeingArmedFallsBackToTheOwner);
    CPPUNIT_TEST(watchedOneIsNeverTaken);
    CPPUNIT_TEST(ownerWaitsWhileItIsTold);
    CPPUNIT_TEST(exactlyOneOfManyThreadsGetsIt);
    CPPUNIT_TEST_SUITE_END();

public:
    void eventTakesItOnce()
    {
        Ownership ownership;
        const auto generation = ownership.beginArming();
        ownership.armed(generation);
        CPPUNIT_ASSERT(ownership.take(generation));
        CPPUNIT_ASSERT(!ownership.take(generation));
        CPPUNIT_ASSERT(!ownership.takeIf([] { return true; }));
    }

    void lateEventIsIgnored()
    {
        Ownership ownership;
        const auto first = ownership.beginArming();
        ownership.armed(first);
        CPPUNIT_ASSERT(ownership.takeIf([] { return true; }));
        const auto second = ownership.beginArming();
        ownership.armed(second);
        CPPUNIT_ASSERT(!ownership.take(first));
        CPPUNIT_ASSERT(!ownership.beginTelling(second));
        CPPUNIT_ASSERT(ownership.take(second));
    }

    void sweepCannotTakeItWhileItIsBeingArmed()
    {
        Ownership ownership;
        const auto generation = ownership.beginArming();
        CPPUNIT_ASSERT(!ownership.takeIf([] { return true; }));
        ownership.armed(generation);
        CPPUNIT_ASSERT(!ownership.takeIf([] { return false; }));
        CPPUNIT_ASSERT(ownership.takeIf([] { return true; }));
    }

    void eventWhileItIsBeingArmedFallsBackToTheOwner()
    {
        Ownership ownership;
        const auto generation = ownership.beginArming();
        CPPUNIT_ASSERT(!ownership.take(generation));
        CPPUNIT_ASSERT(!ownership.takeIf([] { return true; }));
        CPPUNIT_ASSERT(!ownership.armed(generation));
        CPPUNIT_ASSERT(!ownership.takeIf([] { return true; }));
        const auto second = ownership.beginArming();
        CPPUNIT_ASSERT(ownership.armed(second));
        CPPUNIT_ASSERT(ownership.take(second));
    }

    void watchedOneIsNeverTaken()
    {
        Ownership ownership;
        const auto generation = ownership.beginWatching();
        CPPUNIT_ASSERT(!ownership.take(generation));
        CPPUNIT_ASSERT(!ownership.takeIf([] { return true; }));
        CPPUNIT_ASSERT(ownership.endWatching());
        CPPUNIT_ASSERT(!ownership.beginTelling(generation));
    }

    void ownerWaitsWhileItIsTold()
    {
        Ownership ownership;
        const auto generation = ownership.beginWatching();
        CPPUNIT_ASSERT(ownership.beginTelling(generation));
        CPPUNIT_ASSERT(!ownership.beginTelling());
        CPPUNIT_ASSERT(!ownership.endWatching());
        ownership.told();
        CPPUNIT_ASSERT(ownership.endWatching());
    }

    void exactlyOneOfManyThreadsGetsIt()
    {
        constexpr int rounds = 2000;
        Ownership ownership;
        std::atomic<std::uint32_t> generation{0};
        std::atomic<int> taken{0};
        long plain = 0; // a data race here is a double owner
        const auto arm = [&]
        {
            for (bool away = false; !away;)
            {
                ++plain;
                const auto mine = ownership.beginArming();
                generation.store(mine);
                away = ownership.armed(mine);
                if (!away) taken.fetch_add(1);
            }
        };
        const auto compete = [&](bool asSweep)
        {
            while (taken.load() < rounds)
            {
                if (!(asSweep ? ownership.takeIf([] { return true; }) : ownership.take(generation.load()))) continue;
                taken.fetch_add(1);
                arm();
            }
        };
        arm();
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i) threads.emplace_back(compete, i == 0);
        for (auto& thread : threads) thread.join();
        CPPUNIT_ASSERT_EQUAL(static_cast<long>(taken.load()) + 1, plain);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(OwnershipTest);

} // namespace flyte_webhook::host
