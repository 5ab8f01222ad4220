#include <cppunit/extensions/HelperMacros.h>
#include <flyte_webhook/plugin/json_reader.h>
#include <limits>

using flyte_webhook::parseJson;

class JsonReaderTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(JsonReaderTest);
    CPPUNIT_TEST(AZeroIsZeroWhateverItsExponent);
    CPPUNIT_TEST(IntegersOf64BitsAreExact);
    CPPUNIT_TEST(OtherNumbersAreTheNearestDouble);
    CPPUNIT_TEST(ANumberBeyondAllDoublesIsNone);
    CPPUNIT_TEST(EveryKindOfValueIsRead);
    CPPUNIT_TEST(WhatIsNoJsonIsNone);
    CPPUNIT_TEST(DepthTakesNoStack);
    CPPUNIT_TEST_SUITE_END();

public:
    void AZeroIsZeroWhateverItsExponent()
    {
        for (const char* text : {"0e40", "-0e50", "0.0e300", "0e-40", "0E+308", "0.0000000000000000000000000000e0"})
            CPPUNIT_ASSERT_EQUAL_MESSAGE(text, 0.0, parseJson(text).value().GetDouble());
    }

    void IntegersOf64BitsAreExact()
    {
        CPPUNIT_ASSERT_EQUAL(std::numeric_limits<std::int64_t>::max(), parseJson("9223372036854775807").value().GetInt64());
        CPPUNIT_ASSERT_EQUAL(std::numeric_limits<std::int64_t>::min(), parseJson("-9223372036854775808").value().GetInt64());
        CPPUNIT_ASSERT_EQUAL(std::numeric_limits<std::uint64_t>::max(), parseJson("18446744073709551615").value().GetUint64());
        CPPUNIT_ASSERT(parseJson("18446744073709551616").value().IsDouble());
        CPPUNIT_ASSERT(parseJson("-9223372036854775809").value().IsDouble());
        CPPUNIT_ASSERT(parseJson("1.0").value().IsDouble());
    }

    void OtherNumbersAreTheNearestDouble()
    {
        const std::pair<const char*, double> numbers[] = {{"0.1", 0.1},
                                                          {"1e23", 1e23},
                                                          {"1.7976931348623157e308", std::numeric_limits<double>::max()},
                                                          {"5e-324", std::numeric_limits<double>::denorm_min()},
                                                          {"2.2250738585072011e-308", 2.2250738585072011e-308},
                                                          {"1e-400", 0},
                                                          {"-1e-99999999999", 0},
                                                          {"9007199254740993.0", 9007199254740992.0},
                                                          {"1E2", 100}};
        for (const auto& [text, value] : numbers) CPPUNIT_ASSERT_EQUAL_MESSAGE(text, value, parseJson(text).value().GetDouble());
    }

    void ANumberBeyondAllDoublesIsNone()
    {
        for (const char* text : {"1e309", "-1e400", "[1,2e99999999999]"}) CPPUNIT_ASSERT_MESSAGE(text, !parseJson(text));
        CPPUNIT_ASSERT(!parseJson(std::string(400, '9')));
    }

    void EveryKindOfValueIsRead()
    {
        const auto json = parseJson(" {\"a\":[true,null,\"\\u00e4\"],\"b\":{}} ").value();
        CPPUNIT_ASSERT(json["a"][0].GetBool() && json["a"][1].IsNull() && json["b"].ObjectEmpty());
        CPPUNIT_ASSERT_EQUAL(std::string("\xC3\xA4"), std::string(json["a"][2].GetString()));
        CPPUNIT_ASSERT_EQUAL(std::string("\xED\x9F\xBF\xED\x95\x9C"), std::string(parseJson("\"\\ud7ff\\ud55c\"").value().GetString()));
    }

    void WhatIsNoJsonIsNone()
    {
        for (const char* text : {"", " ", "{", "[1,]", "01", "+1", "1.", ".5", "NaN", "1 2", "\xEF\xBB\xBF{}", "\"\xFF\"", "'x'",
                                 "\"\\ud800\"", "\"\\udc00\"", "{\"\\udfff\":1}"})
            CPPUNIT_ASSERT_MESSAGE(text, !parseJson(text));
        CPPUNIT_ASSERT(!parseJson(std::string_view("{}\0", 3)));
        CPPUNIT_ASSERT(!parseJson(std::string_view("7\0x", 3)));
    }

    void DepthTakesNoStack()
    {
        const std::string open(100000, '['), close(100000, ']');
        CPPUNIT_ASSERT(parseJson(open + close));
        CPPUNIT_ASSERT(!parseJson(open));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(JsonReaderTest);
