#include "app/query_text.h"
#include <cppunit/extensions/HelperMacros.h>

using flyte_webhook::InvalidParameter;
using flyte_webhook::app::queryText;

/// query_params as a query.
class AppQueryTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(AppQueryTest);
    CPPUNIT_TEST(TextsAreEncodedAsAForm);
    CPPUNIT_TEST(NumbersStandAsTheyAreWritten);
    CPPUNIT_TEST(BooleansAndNullAreWords);
    CPPUNIT_TEST(AListIsTheKeyRepeated);
    CPPUNIT_TEST(TheLastOfTwoEqualKeysCounts);
    CPPUNIT_TEST(WhatIsNoScalarIsRefusedWithItsPlace);
    CPPUNIT_TEST_SUITE_END();

public:
    void TextsAreEncodedAsAForm()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("q=1+2&%C3%BC=%26"), queryText(R"({"q":"1 2","ü":"&"})"));
        CPPUNIT_ASSERT_EQUAL(std::string("a=%25%2B%3D%23%2F%3F%0D%0A%00"), queryText(R"({"a":"%+=#/?\r\n\u0000"})"));
        CPPUNIT_ASSERT_EQUAL(std::string("=&%0A=x-._~"), queryText(R"({"":"","\n":"x-._~"})"));
        CPPUNIT_ASSERT_EQUAL(std::string("e=%F0%9F%98%80"), queryText(R"({"e":"\ud83d\ude00"})"));
        CPPUNIT_ASSERT_EQUAL(std::string(), queryText("{}"));
    }

    void NumbersStandAsTheyAreWritten()
    {
        CPPUNIT_ASSERT_EQUAL(
            std::string("a=1&b=1.10&c=-0&d=12345678901234567890123&e=1e2&f=1E%2B2&g=0.1000000000000000055511151"),
            queryText(R"({"a":1,"b":1.10,"c":-0,"d":12345678901234567890123,"e":1e2,"f":1E+2,"g":0.1000000000000000055511151})"));
    }

    void BooleansAndNullAreWords()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("a=true&b=false&c="), queryText(R"({"a":true,"b":false,"c":null})"));
    }

    void AListIsTheKeyRepeated()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("a=1&a=x+y&a=true&a=&b=z"), queryText(R"({"a":[1,"x y",true,null],"none":[],"b":["z"]})"));
    }

    void TheLastOfTwoEqualKeysCounts() { CPPUNIT_ASSERT_EQUAL(std::string("b=2&a=3"), queryText(R"({"a":1,"b":2,"a":3})")); }

    void WhatIsNoScalarIsRefusedWithItsPlace()
    {
        for (const char* json : {R"({"ok":1,"a b":{}})", R"({"a b":[1,[2]]})", R"({"a b":[{"c":1}]})"})
        {
            try
            {
                queryText(json);
                CPPUNIT_FAIL(json);
            }
            catch (const InvalidParameter& e)
            {
                CPPUNIT_ASSERT(e.location() == std::vector<std::string>({"body", "query_params", "a b"}));
            }
        }
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(AppQueryTest);
