#include "pages/weighted_list.h"
#include <cppunit/extensions/HelperMacros.h>

using flyte_webhook::host::weightOf;

/// Headers that weigh what a client takes.
class WeightedListTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(WeightedListTest);
    CPPUNIT_TEST(whatIsListedCountsOneUnlessItSaysOtherwise);
    CPPUNIT_TEST(theMostPreciseNameCounts);
    CPPUNIT_TEST(whatIsNotListedIsNotWanted);
    CPPUNIT_TEST_SUITE_END();

    void whatIsListedCountsOneUnlessItSaysOtherwise()
    {
        CPPUNIT_ASSERT_EQUAL(1.0, weightOf("deflate, GZip", {"gzip", "*"}));
        CPPUNIT_ASSERT_EQUAL(0.5, weightOf("gzip ; q=0.5", {"gzip", "*"}));
        CPPUNIT_ASSERT_EQUAL(0.0, weightOf("gzip;q=0", {"gzip", "*"}));
        CPPUNIT_ASSERT_EQUAL(0.2, weightOf("text/html;level=1;Q=0.2,text/plain", {"text/html"}));
    }

    void theMostPreciseNameCounts()
    {
        CPPUNIT_ASSERT_EQUAL(0.0, weightOf("*, br;q=0", {"br", "*"}));
        CPPUNIT_ASSERT_EQUAL(0.8, weightOf("image/webp, */*;q=0.8", {"text/html", "text/*", "*/*"}));
    }

    void whatIsNotListedIsNotWanted()
    {
        for (const char* header : {"", " ", ",", ";q=1", "identity", "gzipped", "xgzip"})
            CPPUNIT_ASSERT_EQUAL_MESSAGE(header, 0.0, weightOf(header, {"gzip", "*"}));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(WeightedListTest);
