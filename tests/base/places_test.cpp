#include "base/places.h"
#include <cppunit/extensions/HelperMacros.h>
#include <memory>
#include <thread>

using namespace flyte_webhook::host;

namespace
{

using Clock = std::chrono::steady_clock;

Clock::time_point far() { return Clock::now() + std::chrono::minutes(5); }

} // namespace

/// Work of which only so much is done at once.
class PlacesTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(PlacesTest);
    CPPUNIT_TEST(asManyAsThereAreAreTaken);
    CPPUNIT_TEST(whoWaitsGetsThePlaceThatIsGivenBack);
    CPPUNIT_TEST_SUITE_END();

    void asManyAsThereAreAreTaken()
    {
        Places places(2);
        const Places::Place first(places, far());
        CPPUNIT_ASSERT(first);
        {
            const Places::Place second(places, Clock::now());
            CPPUNIT_ASSERT(second);
            CPPUNIT_ASSERT(!Places::Place(places, Clock::now()));
        }
        CPPUNIT_ASSERT(Places::Place(places, Clock::now()));
        CPPUNIT_ASSERT(Places::Place(places, Clock::now()));
    }

    void whoWaitsGetsThePlaceThatIsGivenBack()
    {
        Places places(1);
        auto held = std::make_unique<Places::Place>(places, far());
        bool taken = false;
        std::thread waiting([&] { taken = static_cast<bool>(Places::Place(places, far())); });
        held.reset();
        waiting.join();
        CPPUNIT_ASSERT(taken);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PlacesTest);
