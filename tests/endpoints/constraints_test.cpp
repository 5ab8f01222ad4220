#include "endpoints/endpoint.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::host;

namespace
{

/// What is wrong with a value; empty when it fits.
std::string wrong(const char* schema, fw_type type, const char* text)
{
    return Constraints::parse(schema).value().violation(type, text).value_or("");
}

class ConstraintsTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ConstraintsTest);
    CPPUNIT_TEST(WithoutSchemaEverythingFits);
    CPPUNIT_TEST(NumbersLieBetweenTheirBounds);
    CPPUNIT_TEST(LengthsAreCountedInCharacters);
    CPPUNIT_TEST(OnlyTheValuesOfAnEnumFit);
    CPPUNIT_TEST(OtherKeywordsAreLeftAlone);
    CPPUNIT_TEST(KeywordsOfAWrongKindAreRefused);
    CPPUNIT_TEST(ConstraintsOfOtherTypesDoNotCount);
    CPPUNIT_TEST_SUITE_END();

    void WithoutSchemaEverythingFits()
    {
        for (const char* schema : {"", "{}"}) CPPUNIT_ASSERT_EQUAL(std::string(), wrong(schema, FW_STRING, "anything"));
    }

    void NumbersLieBetweenTheirBounds()
    {
        const char* schema = R"({"minimum":1,"maximum":2.5})";
        for (const char* text : {"1", "2", "2.5"}) CPPUNIT_ASSERT_EQUAL(std::string(), wrong(schema, FW_NUMBER, text));
        CPPUNIT_ASSERT_EQUAL(std::string("at least 1"), wrong(schema, FW_INTEGER, "0"));
        CPPUNIT_ASSERT_EQUAL(std::string("at most 2.5"), wrong(schema, FW_NUMBER, "2.6"));
        const char* whole = R"({"minimum":-9223372036854775808,"maximum":9223372036854775807})";
        for (const char* text : {"9223372036854775807", "-9223372036854775808"})
            CPPUNIT_ASSERT_EQUAL(std::string(), wrong(whole, FW_INTEGER, text));
    }

    void LengthsAreCountedInCharacters()
    {
        const char* schema = R"({"minLength":2,"maxLength":3})";
        for (const char* text : {"ab", "abc", "\xC3\xA4\xC3\xA4\xC3\xA4"})
            CPPUNIT_ASSERT_EQUAL(std::string(), wrong(schema, FW_STRING, text));
        CPPUNIT_ASSERT_EQUAL(std::string("at least 2 characters long"), wrong(schema, FW_STRING, "\xC3\xA4"));
        CPPUNIT_ASSERT_EQUAL(std::string("at most 3 characters long"), wrong(schema, FW_STRING, "abcd"));
    }

    void OnlyTheValuesOfAnEnumFit()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(), wrong(R"({"enum":["a","b"]})", FW_STRING, "b"));
        CPPUNIT_ASSERT_EQUAL(std::string("one of 'a', 'b'"), wrong(R"({"enum":["a","b"]})", FW_STRING, "A"));
        CPPUNIT_ASSERT_EQUAL(std::string(), wrong(R"({"enum":[1,2]})", FW_INTEGER, "2"));
        CPPUNIT_ASSERT_EQUAL(std::string("one of '1', '2'"), wrong(R"({"enum":[1,2]})", FW_INTEGER, "3"));
        CPPUNIT_ASSERT_EQUAL(std::string(), wrong(R"({"enum":[0.50]})", FW_NUMBER, "0.5"));
        CPPUNIT_ASSERT_EQUAL(std::string("one of 'true'"), wrong(R"({"enum":[true]})", FW_BOOLEAN, "false"));
    }

    void OtherKeywordsAreLeftAlone()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(), wrong(R"({"pattern":7,"examples":[1],"format":"x"})", FW_STRING, "a"));
    }

    void KeywordsOfAWrongKindAreRefused()
    {
        for (const char* schema : {"x", "[]", "null", R"({"minimum":"1"})", R"({"maximum":[]})", R"({"minLength":-1})",
                                   R"({"maxLength":"3"})", R"({"enum":{}})", R"({"enum":[]})", R"({"enum":[[]]})", "{\"a\":\"\xFF\"}"})
            CPPUNIT_ASSERT_MESSAGE(schema, !Constraints::parse(schema));
    }

    void ConstraintsOfOtherTypesDoNotCount()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(), wrong(R"({"minimum":5,"maximum":1})", FW_STRING, "3"));
        CPPUNIT_ASSERT_EQUAL(std::string(), wrong(R"({"minLength":5})", FW_INTEGER, "3"));
        CPPUNIT_ASSERT_EQUAL(std::string(), wrong(R"({"enum":["a"],"minLength":9})", FW_STRING_LIST, "[]"));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ConstraintsTest);

} // namespace
