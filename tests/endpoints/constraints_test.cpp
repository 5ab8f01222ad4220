#include "endpoints/constraints.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::host;

namespace
{

/// What would be right instead of a value; empty when it fits.
std::string wrong(const char* schema, fw_type type, const char* text)
{
    const auto violation = Constraints::parse(schema).value().violation(type, text);
    return violation ? violation->right : "";
}

/// What a client is told of a value that does not fit.
std::string told(const char* schema, fw_type type, const char* text)
{
    const auto violation = Constraints::parse(schema).value().violation(type, text).value();
    return std::string(violation.type) + " | " + violation.message + " | " + violation.context;
}

class ConstraintsTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ConstraintsTest);
    CPPUNIT_TEST(WithoutSchemaEverythingFits);
    CPPUNIT_TEST(NumbersLieBetweenTheirBounds);
    CPPUNIT_TEST(LengthsAreCountedInCharacters);
    CPPUNIT_TEST(OnlyTheValuesOfAnEnumFit);
    CPPUNIT_TEST(ClientsAreToldAsFastApiTellsThem);
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

    void ClientsAreToldAsFastApiTellsThem()
    {
        const std::tuple<const char*, fw_type, const char*, const char*> rows[] = {
            {R"({"minimum":1})", FW_INTEGER, "0", R"(greater_than_equal | Input should be greater than or equal to 1 | {"ge":1})"},
            {R"({"minimum":1.5})", FW_NUMBER, "0", R"(greater_than_equal | Input should be greater than or equal to 1.5 | {"ge":1.5})"},
            {R"({"maximum":200})", FW_INTEGER, "300", R"(less_than_equal | Input should be less than or equal to 200 | {"le":200})"},
            {R"({"minLength":1})", FW_STRING, "", R"(string_too_short | String should have at least 1 character | {"min_length":1})"},
            {R"({"minLength":2})", FW_STRING, "a", R"(string_too_short | String should have at least 2 characters | {"min_length":2})"},
            {R"({"maxLength":3})", FW_STRING, "abcd", R"(string_too_long | String should have at most 3 characters | {"max_length":3})"},
            {R"({"enum":["a"]})", FW_STRING, "x", R"(literal_error | Input should be 'a' | {"expected":"'a'"})"},
            {R"({"enum":["a","b"]})", FW_STRING, "x", R"(literal_error | Input should be 'a' or 'b' | {"expected":"'a' or 'b'"})"},
            {R"({"enum":["a","b","c"]})", FW_STRING, "x",
             R"(literal_error | Input should be 'a', 'b' or 'c' | {"expected":"'a', 'b' or 'c'"})"},
            {R"({"enum":[1,2]})", FW_INTEGER, "3", R"(literal_error | Input should be 1 or 2 | {"expected":"1 or 2"})"},
            {R"({"enum":["\"q\""]})", FW_STRING, "x", R"(literal_error | Input should be '"q"' | {"expected":"'\"q\"'"})"}};
        for (const auto& [schema, type, text, right] : rows) CPPUNIT_ASSERT_EQUAL(std::string(right), told(schema, type, text));
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
