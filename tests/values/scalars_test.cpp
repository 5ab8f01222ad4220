#include "support.h"
#include <cstdint>

using namespace values_test;

class ScalarsTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ScalarsTest);
    CPPUNIT_TEST(IntegersSurviveExactly);
    CPPUNIT_TEST(WhatIsNoIntegerIsRefused);
    CPPUNIT_TEST(AnyNumberIsAFloat);
    CPPUNIT_TEST(FloatsStayFloatsInTheAnswer);
    CPPUNIT_TEST(WhatIsNoFloatIsRefused);
    CPPUNIT_TEST(BooleansAreTrueAndFalseOnly);
    CPPUNIT_TEST(StringsSurvive);
    CPPUNIT_TEST(WhatIsNoStringIsRefused);
    CPPUNIT_TEST(NoneIsNullOnly);
    CPPUNIT_TEST(BinaryIsBase64BothWays);
    CPPUNIT_TEST(WhatIsNoBase64IsRefused);
    CPPUNIT_TEST(AnEnumIsOneOfItsValues);
    CPPUNIT_TEST(ATypeWithoutAJsonFormIsRefused);
    CPPUNIT_TEST_SUITE_END();

public:
    void IntegersSurviveExactly()
    {
        struct
        {
            const char* json;
            std::int64_t value;
        } const table[] = {{"0", 0},
                           {"-7", -7},
                           {"9223372036854775807", INT64_MAX},
                           {"-9223372036854775808", INT64_MIN},
                           {"9007199254740993", 9007199254740993},
                           {"-9007199254740993", -9007199254740993},
                           {"3.0", 3},
                           {"-0.0", 0},
                           {"1e3", 1000},
                           {"9007199254740991.0", 9007199254740991}};
        for (const auto& row : table)
        {
            const auto literal = in(simple(core::INTEGER), row.json);
            assertSame(integer(row.value), literal, row.json);
            CPPUNIT_ASSERT_EQUAL(std::to_string(row.value), out(literal, simple(core::INTEGER)));
        }
    }

    void WhatIsNoIntegerIsRefused()
    {
        const std::pair<const char*, const char*> table[] = {{"9223372036854775808", "out of"},
                                                             {"-9223372036854775809", "out of"},
                                                             {"18446744073709551615", "out of"},
                                                             {"9007199254740993.0", "out of"},
                                                             {"-9223372036854775808.0", "out of"},
                                                             {"1e18", "out of"},
                                                             {"1e300", "out of"},
                                                             {"9223372036854775808.0", "out of"},
                                                             {"3.5", "fraction"},
                                                             {"true", "got boolean"},
                                                             {"\"3\"", "got string"},
                                                             {"null", "got null"},
                                                             {"[]", "got array"},
                                                             {"{}", "got object"}};
        for (const auto& [json, part] : table) assertHolds(refusal(simple(core::INTEGER), json), {"x: expected integer", part});
    }

    void AnyNumberIsAFloat()
    {
        const std::pair<const char*, double> table[] = {{"2", 2.0},
                                                        {"2.5", 2.5},
                                                        {"-0.0", -0.0},
                                                        {"1.7976931348623157e308", 1.7976931348623157e308},
                                                        {"5e-324", 5e-324},
                                                        {"0.1", 0.1},
                                                        {"9223372036854775808", 9223372036854775808.0},
                                                        {"123456789012345678901234567890", 123456789012345678901234567890.0}};
        for (const auto& [json, value] : table) assertSame(number(value), in(simple(core::FLOAT), json), json);
    }

    void FloatsStayFloatsInTheAnswer()
    {
        const std::pair<double, const char*> table[] = {{2.0, "2.0"},
                                                        {0.1, "0.1"},
                                                        {-0.0, "-0.0"},
                                                        {1e21, "1e+21"},
                                                        {1e15, "1000000000000000.0"},
                                                        {1e16, "1e+16"},
                                                        {0.0001, "0.0001"},
                                                        {0.00001, "1e-05"},
                                                        {1.7976931348623157e308, "1.7976931348623157e+308"},
                                                        {5e-324, "5e-324"},
                                                        {0.30000000000000004, "0.30000000000000004"}};
        for (const auto& [value, text] : table) CPPUNIT_ASSERT_EQUAL(std::string(text), out(number(value), simple(core::FLOAT)));
    }

    void WhatIsNoFloatIsRefused()
    {
        for (const auto* json : {"true", "\"2\"", "null", "[1]", "{}"})
            assertHolds(refusal(simple(core::FLOAT), json), {"x: expected number"});
    }

    void BooleansAreTrueAndFalseOnly()
    {
        assertSame(boolean(true), in(simple(core::BOOLEAN), "true"), "true");
        assertSame(boolean(false), in(simple(core::BOOLEAN), "false"), "false");
        CPPUNIT_ASSERT_EQUAL(std::string("false"), out(boolean(false)));
        for (const auto* json : {"1", "0", "\"true\"", "null", "[]"})
            assertHolds(refusal(simple(core::BOOLEAN), json), {"x: expected boolean"});
    }

    void StringsSurvive()
    {
        const std::pair<const char*, std::string> table[] = {{"\"\"", ""},
                                                             {"\"\xc3\xa4\\\"\\\\\\n\"", "\xc3\xa4\"\\\n"},
                                                             {"\"\\u2028\\ud83d\\ude00\"", "\xe2\x80\xa8\xf0\x9f\x98\x80"},
                                                             {"\"a\\u0000b\"", std::string("a\0b", 3)}};
        for (const auto& [json, value] : table)
        {
            const auto literal = in(simple(core::STRING), json);
            assertSame(text(value), literal, json);
            const auto again = values_test::json(out(literal));
            CPPUNIT_ASSERT_EQUAL(value, std::string(again.GetString(), again.GetStringLength()));
        }
    }

    void WhatIsNoStringIsRefused()
    {
        for (const auto* json : {"7", "null", "true", "[\"a\"]"}) assertHolds(refusal(simple(core::STRING), json), {"x: expected string"});
        assertHolds(refusal(simple(core::STRING), "\"\\udc00\""), {"x: expected string", "surrogate"});
    }

    void NoneIsNullOnly()
    {
        assertSame(none(), in(simple(core::NONE), "null"), "null");
        CPPUNIT_ASSERT_EQUAL(std::string("null"), out(none()));
        for (const auto* json : {"1", "\"\"", "{}", "false"}) assertHolds(refusal(simple(core::NONE), json), {"x: expected null"});
    }

    void BinaryIsBase64BothWays()
    {
        const std::pair<const char*, std::string> table[] = {
            {"aGVsbG8=", "hello"}, {"", ""},       {"AA==", std::string(1, '\0')}, {"/+8A", std::string("\xff\xef\0", 3)},
            {"YWI=", "ab"},        {"YWJj", "abc"}};
        for (const auto& [base64, bytes] : table)
        {
            const auto literal = in(simple(core::BINARY), "\"" + std::string(base64) + "\"");
            CPPUNIT_ASSERT_EQUAL(bytes, literal.scalar().binary().value());
            CPPUNIT_ASSERT_EQUAL("\"" + std::string(base64) + "\"", out(literal, simple(core::BINARY)));
        }
    }

    void WhatIsNoBase64IsRefused()
    {
        for (const auto* json : {"\"%%%\"", "\"YWI\"", "\"YW=I\"", "\"====\"", "\"YWJj\\n\"", "\"-_8A\"", "7", "null"})
            assertHolds(refusal(simple(core::BINARY), json), {"x: expected", "base64"});
    }

    void AnEnumIsOneOfItsValues()
    {
        const auto color = enumOf({"RED", "GREEN", "BLUE"});
        assertSame(text("GREEN"), in(color, "\"GREEN\""), "GREEN");
        CPPUNIT_ASSERT_EQUAL(std::string("\"GREEN\""), out(text("GREEN"), color));
        for (const auto* json : {"\"pink\"", "\"green\"", "1", "null", "\"\""})
            assertHolds(refusal(color, json), {"x: expected one of RED, GREEN, BLUE"});
        core::LiteralType empty;
        empty.mutable_enum_type();
        assertHolds(refusal(empty, "\"RED\""), {"x: expected nothing, its enumeration lists no values, got \"RED\""});
    }

    void ATypeWithoutAJsonFormIsRefused()
    {
        assertHolds(refusal(core::LiteralType(), "1"), {"x: is of a type that has no JSON form"});
        assertHolds(refusal(simple(core::ERROR), "{}"), {"x: is of a type that has no JSON form"});
        assertHolds(refusal(simple(static_cast<core::SimpleType>(99)), "{}"), {"x: is of a type that has no JSON form"});
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ScalarsTest);
