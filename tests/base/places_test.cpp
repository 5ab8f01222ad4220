#include "base/places.h"
#include "support/waiting.h"
#include <atomic>
#include <cppunit/extensions/HelperMacros.h>
#include <functional>
#include <memory>
#include <thread>

using namespace flyte_webhook::host;

namespace
{

using Clock = std::chrono::steady_clock;

Clock::time_point far() { return Clock::now() + std::chrono::minutes(5); }

/// Counts itself when it has waited without getting a place.
void waitFor(Places& places, Cancellation& cancellation, std::atomic<int>& ended)
{
    if (!Places::Place(places, far(), cancellation)) ++ended;
}

} // namespace

/// Work of which only so much is done at once.
class PlacesTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(PlacesTest);
    CPPUNIT_TEST(asManyAsThereAreAreTaken);
    CPPUNIT_TEST(whoWaitsGetsThePlaceThatIsGivenBack);
    CPPUNIT_TEST(whoIsCalledOffWaitsNoLonger);
    CPPUNIT_TEST(onlySoManyWait);
    CPPUNIT_TEST_SUITE_END();

    Cancellation _cancellation;

    void asManyAsThereAreAreTaken()
    {
        Places places(2, 1);
        const Places::Place first(places, far(), _cancellation);
        CPPUNIT_ASSERT(first);
        {
            const Places::Place second(places, Clock::now(), _cancellation);
            CPPUNIT_ASSERT(second);
            CPPUNIT_ASSERT(!Places::Place(places, Clock::now(), _cancellation));
        }
        CPPUNIT_ASSERT(Places::Place(places, Clock::now(), _cancellation));
        CPPUNIT_ASSERT(Places::Place(places, Clock::now(), _cancellation));
    }

    void whoWaitsGetsThePlaceThatIsGivenBack()
    {
        Places places(1, 1);
        auto held = std::make_unique<Places::Place>(places, far(), _cancellation);
        bool taken = false;
        std::thread waiting(
            [&]
            {
                Cancellation own;
                taken = static_cast<bool>(Places::Place(places, far(), own));
            });
        held.reset();
        waiting.join();
        CPPUNIT_ASSERT(taken);
    }

    void whoIsCalledOffWaitsNoLonger()
    {
        Places none(0, 2);
        Cancellation first, second;
        std::atomic<int> ended{0};
        std::thread one(waitFor, std::ref(none), std::ref(first), std::ref(ended)),
            other(waitFor, std::ref(none), std::ref(second), std::ref(ended));
        first.cancel();
        one.join();
        CPPUNIT_ASSERT_EQUAL(1, ended.load());
        second.cancel();
        other.join();
        CPPUNIT_ASSERT_EQUAL(2, ended.load());
    }

    void onlySoManyWait()
    {
        Places places(0, 1);
        Cancellation first, second;
        std::atomic<int> ended{0};
        std::thread one(waitFor, std::ref(places), std::ref(first), std::ref(ended)),
            other(waitFor, std::ref(places), std::ref(second), std::ref(ended));
        const bool refused = flyte_webhook::test::within(std::chrono::seconds(20), [&] { return ended == 1; }); // whoever came second
        first.cancel();
        second.cancel();
        one.join();
        other.join();
        CPPUNIT_ASSERT(refused);
        CPPUNIT_ASSERT_EQUAL(2, ended.load());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PlacesTest);
