#include "support.h"

using namespace values_test;

namespace
{

core::LiteralType property(const std::string& schema, const std::string& more = {})
{
    return structOf(R"({"type":"object","properties":{"p":)" + schema + "}" + more + "}");
}

struct Row
{
    std::string schema;
    std::vector<std::string> good, bad;
};

/// Each is taken, or refused, as `p`. What is taken comes back as it was.
void check(const Row& row)
{
    for (const auto& json : row.good)
        CPPUNIT_ASSERT_EQUAL_MESSAGE(row.schema, "{\"p\":" + json + "}", out(in(property(row.schema), "{\"p\":" + json + "}")));
    for (const auto& json : row.bad) assertHolds(refusal(property(row.schema), "{\"p\":" + json + "}"), {"x.p"});
}

} // namespace

/// What a schema says beyond types.
class StructKeywordsTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(StructKeywordsTest);
    CPPUNIT_TEST(BoundsAreKept);
    CPPUNIT_TEST(IntegersAreComparedWithoutRounding);
    CPPUNIT_TEST(BoundsAndConstantsThatArriveRoundedAreLeftToTheTask);
    CPPUNIT_TEST(LengthsAreKept);
    CPPUNIT_TEST(LengthsOfWhatTheTaskReadsOtherwiseAreLeftToIt);
    CPPUNIT_TEST(AKeywordSaysNothingOfOtherKinds);
    CPPUNIT_TEST(ConstantsAreComparedWhole);
    CPPUNIT_TEST(ASchemaMayBeFalse);
    CPPUNIT_TEST(WhatStandsBesideChoicesAndReferencesHoldsToo);
    CPPUNIT_TEST(NumbersArePackedAsAnyPartOfTheSchemaSays);
    CPPUNIT_TEST(AnErrorSaysWhatWasExpected);
    CPPUNIT_TEST_SUITE_END();

public:
    void BoundsAreKept()
    {
        check({R"({"type":"integer","minimum":2,"maximum":4})", {"2", "4"}, {"1", "5", "-9223372036854775808", "18446744073709551615"}});
        check({R"({"type":"number","minimum":-0.5,"maximum":0.5})", {"-0.5", "0.25", "0.5"}, {"-0.75", "1e300", "1"}});
        check({R"({"exclusiveMinimum":2,"exclusiveMaximum":4})", {"3", "2.5", "3.75"}, {"2", "4", "2.0", "4.0"}});
        check({R"({"type":"integer","multipleOf":3})", {"0", "-3", "9", "18446744073709551615"}, {"1", "-4", "18446744073709551614"}});
        check({R"({"multipleOf":3})", {"6", "6.0", "3e+20"}, {"1.5", "7"}});
    }

    void IntegersAreComparedWithoutRounding()
    {
        check({R"({"type":"integer","maximum":9007199254740991})", {"9007199254740991"}, {"9007199254740992", "9007199254740993"}});
        check({R"({"multipleOf":2})", {"9007199254740994", "9223372036854775810"}, {"9007199254740993", "9223372036854775809"}});
        check({R"({"const":9007199254740991})", {"9007199254740991"}, {"9007199254740992", "9007199254740990"}});
    }

    /// They come as doubles: from 2^53 on each stands for several integers.
    void BoundsAndConstantsThatArriveRoundedAreLeftToTheTask()
    {
        for (const char* said : {"maximum", "minimum", "exclusiveMaximum", "exclusiveMinimum"})
            for (const char* bound : {"9007199254740993", "9223372036854775807", "-9007199254740993", "1e300"})
            {
                const auto schema = "{\"" + std::string(said) + "\":" + bound + "}";
                check({schema, {"9007199254740992", "9007199254740993", "9223372036854775807", "-9007199254740993", "0"}, {}});
                assertInput(R"({"properties":{"p":{}},"type":"object"})", property(schema));
            }
        for (const char* schema : {R"({"const":9007199254740993})", R"({"const":-9007199254740993})", R"({"const":[{"a":1e300}]})",
                                   R"({"enum":[9007199254740993,1]})", R"({"enum":["a",{"b":[9223372036854775807]}]})"})
        {
            check({schema, {"9007199254740993", "-9007199254740993", "1", R"("a")"}, {}});
            assertInput(R"({"properties":{"p":{}},"type":"object"})", property(schema));
        }
    }

    void LengthsAreKept()
    {
        check({R"({"type":"string","minLength":2,"maxLength":3})",
               {R"("ab")", "\"\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\""},
               {R"("a")", R"("abcd")", "\"\xf0\x9f\x98\x80\""}});
        check({R"({"type":"array","minItems":1,"maxItems":2})", {"[1]", "[1,2]"}, {"[]", "[1,2,3]"}});
        check({R"({"type":"object","minProperties":1,"maxProperties":2})", {R"({"a":1,"b":2})"}, {"{}", R"({"a":1,"b":2,"c":3})"}});
        assertHolds(refusal(property(R"({"minProperties":2})"), R"({"p":{"a":1,"a":2}})"), {"at least 2 keys, got 1"});
    }

    /// A set has what comes twice once, and bytes are no characters.
    void LengthsOfWhatTheTaskReadsOtherwiseAreLeftToIt()
    {
        check({R"({"type":"array","uniqueItems":true,"minItems":1,"maxItems":2})", {"[1,1,2]", "[1,2,3]"}, {"[]"}});
        check({R"({"uniqueItems":false,"maxItems":2})", {"[1,1]"}, {"[1,1,2]"}});
        for (const char* format : {"binary", "base64url"})
        {
            const auto schema = R"({"type":"string","format":")" + std::string(format) + R"(","minLength":2,"maxLength":3})";
            check({schema, {"\"\xc3\xa4\"", R"("abcdefgh")"}, {"1"}});
            assertHolds(inputSchema(property(schema)), {R"("p":{"format":")" + std::string(format) + R"(","type":"string"})"});
        }
        check({R"({"format":"email","minLength":2})", {R"("ab")"}, {R"("a")"}});
        assertInput(R"({"properties":{"p":{"minItems":1,"type":"array"}},"type":"object"})",
                    property(R"({"type":"array","uniqueItems":true,"minItems":1,"maxItems":2})"));
    }

    void AKeywordSaysNothingOfOtherKinds()
    {
        check({R"({"minimum":5,"minLength":5,"minItems":5,"minProperties":5,"multipleOf":5})", {"5", "null", "true", R"("abcde")"}, {}});
        check({R"({"type":["integer","string","null"],"minimum":5,"maxLength":1})", {"5", R"("a")", "null"}, {"4", R"("ab")", "true"}});
        check({R"({"title":"T","allOf":[{"properties":{"a":{"type":"null"}},"type":["object","array"],"items":{"type":"boolean"}}]})",
               {R"({"a":null})", "[true]"},
               {R"({"a":1})", "[1]", "1"}});
    }

    void ConstantsAreComparedWhole()
    {
        check({R"({"const":{"a":[1,{"b":null}],"c":"x"}})",
               {R"({"a":[1,{"b":null}],"c":"x"})", R"({"c":"x","a":[1.0,{"b":null}]})"},
               {R"({"a":[1,{"b":0}],"c":"x"})", R"({"a":[1],"c":"x"})", R"({"a":[1,{"b":null}]})", R"({"a":[1,{"b":null}],"d":"x"})", "{}",
                "[]", "null"}});
        check({R"({"enum":[[],{},false,1]})", {"[]", "{}", "false", "1", "1.0"}, {"[null]", R"({"a":1})", "0", "true", "null"}});
        check({R"({"enum":[]})", {}, {"1", "null"}});
        assertHolds(refusal(property(R"({"const":{"a":1}})"), R"({"p":{"a":1,"a":2}})"), {"x.p"});
        in(property(R"({"const":{"a":1}})"), R"({"p":{"a":2,"a":1}})");
        in(property(R"({"enum":[{"a":1,"b":1,"c":1},{"a":1,"b":1},[{"a":1}]]})"), R"({"p":{"a":2,"b":1,"a":1}})");
    }

    void ASchemaMayBeFalse()
    {
        check({"false", {}, {"1", "null", "{}"}});
        check({R"({"prefixItems":[{"type":"integer"},true],"items":false})", {"[]", "[1]", R"([1,"a"])"}, {R"(["a"])", R"([1,"a",2])"}});
        check({R"({"prefixItems":[false,{"type":"integer"}]})", {"[]"}, {"[1]"}});
        check({R"({"anyOf":[false,{"type":"integer"}]})", {"1"}, {R"("a")"}});
        check({R"({"allOf":[{"type":"integer"},false]})", {}, {"1"}});
        check({R"({"properties":{"a":false},"additionalProperties":{"type":"null"}})", {"{}", R"({"b":null})"}, {R"({"a":null})"}});
    }

    void WhatStandsBesideChoicesAndReferencesHoldsToo()
    {
        check({R"({"type":"object","properties":{"a":{"type":"integer"}},"anyOf":[{"required":["a"]},{"required":["b"]}]})",
               {R"({"a":1})", R"({"b":"x"})"},
               {R"({"a":"x"})", "{}", R"({"c":1})", "1"}});
        check({R"({"minimum":3,"anyOf":[{"type":"integer"},{"type":"null"}]})", {"3", "null"}, {"2", R"("a")"}});
        check({R"({"anyOf":[{"minimum":3},{"maximum":1}],"allOf":[{"type":"integer"},{"multipleOf":2}]})", {"0", "4"}, {"2", "5", "4.5"}});
        const auto more = R"(,"$defs":{"N":{"type":"integer","minimum":2}})";
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"p":3})"), out(in(property(R"({"$ref":"#/$defs/N","maximum":3})", more), R"({"p":3})")));
        for (const char* json : {R"({"p":1})", R"({"p":4})", R"({"p":2.5})"})
            assertHolds(refusal(property(R"({"$ref":"#/$defs/N","maximum":3})", more), json), {"x.p"});
    }

    void NumbersArePackedAsAnyPartOfTheSchemaSays()
    {
        const std::string base = R"({"properties":{"ratio":{"type":"number"},"count":{"type":"integer"}}})";
        const std::string other = R"({"properties":{"extra":{}}})";
        for (const auto& schema :
             {R"({"properties":{"extra":{}},"allOf":[)" + base + "]}", R"({"allOf":[)" + base + "," + other + "]}",
              R"({"allOf":[)" + other + "," + base + "]}", R"({"allOf":[)" + other + R"(],"anyOf":[false,)" + base + "]}",
              R"({"allOf":[{"allOf":[)" + base + "," + other + R"(]}],"properties":{"count":{}}})"})
        {
            const auto packed = [&](const std::string& json) { return out(in(property(schema), "{\"p\":" + json + "}")); };
            CPPUNIT_ASSERT_EQUAL_MESSAGE(schema, std::string(R"({"p":{"ratio":1.0,"count":2,"extra":1}})"),
                                         packed(R"({"ratio":1,"count":2.0,"extra":1})"));
            CPPUNIT_ASSERT_EQUAL_MESSAGE(schema, std::string(R"({"p":{"ratio":-300.0,"count":-70000,"extra":[1.5,"text",{"a":1.0}]}})"),
                                         packed(R"({"ratio":-300,"count":-70000,"extra":[1.5,"text",{"a":1.0}]})"));
            const std::string texts = "[\"" + std::string(20, 'a') + "\",\"" + std::string(40, 'b') + "\",\"" + std::string(300, 'c') +
                                      "\",\"" + std::string(70000, 'd') +
                                      "\",300,100000,10000000000,-40,-400,-10000000000,true,null,[],{}]";
            CPPUNIT_ASSERT_EQUAL(R"({"p":{"ratio":1.0,"extra":)" + texts + "}}", packed(R"({"ratio":1,"extra":)" + texts + "}"));
        }
        for (const char* schema :
             {R"({"type":"number","allOf":[{"minimum":0}]})", R"({"type":"number","anyOf":[{"minimum":0}]})",
              R"({"allOf":[{"type":"number"},{"minimum":0}]})", R"({"allOf":[{"type":["number","integer"]},{"type":"number"}]})",
              R"({"allOf":[{"type":"number"},{"type":["number","integer"]}]})"})
            CPPUNIT_ASSERT_EQUAL_MESSAGE(schema, std::string(R"({"p":1.0})"), out(in(property(schema), R"({"p":1})")));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"p":1})"), out(in(property(R"({"allOf":[{"type":"integer"}]})"), R"({"p":1.0})")));
    }

    void AnErrorSaysWhatWasExpected()
    {
        const std::pair<std::string, std::pair<std::string, std::string>> rows[] = {
            {R"({"type":"integer","minimum":3})", {"2", "x.p: expected a number of at least 3"}},
            {R"({"type":"number","maximum":0.1})", {"0.5", "x.p: expected a number of at most 0.1"}},
            {R"({"exclusiveMinimum":3})", {"3", "x.p: expected a number above 3"}},
            {R"({"exclusiveMaximum":3})", {"3", "x.p: expected a number below 3"}},
            {R"({"multipleOf":3})", {"2", "x.p: expected a multiple of 3"}},
            {R"({"minLength":3})", {R"("ab")", "x.p: expected at least 3 characters, got 2"}},
            {R"({"maxItems":1})", {"[1,2]", "x.p: expected at most 1 elements, got 2"}},
            {"false", {"1", "x.p: expected nothing"}},
            {R"({"anyOf":[{"type":"integer","minimum":3},{"type":"null"}]})", {"2", "(x.p: expected a number of at least 3)"}},
            {R"({"type":["integer","null"]})", {"1.5", "x.p: expected integer or null, got number"}},
            {R"({"enum":["red",7,0.5,true,null,[1],{"a":1}]})",
             {R"("blue")", R"(x.p: expected one of red, 7, 0.5, true, null, an array, an object, got "blue")"}},
            {R"({"enum":[1,2]})", {"3", "x.p: expected one of 1, 2, got 3"}},
            {R"({"const":1})", {"false", "x.p: expected one of 1, got false"}},
            {R"({"const":"a"})", {"[1]", "x.p: expected one of a, got array"}},
            {R"({"enum":[]})", {"null", "x.p: expected nothing, its schema lists no constants, got null"}},
            {R"({"anyOf":[{"enum":[1,"a"]},{"type":"boolean"}]})", {"2.5", "one of 1, a or boolean"}},
        };
        for (const auto& [schema, told] : rows) assertHolds(refusal(property(schema), "{\"p\":" + told.first + "}"), {told.second});
        std::string many;
        for (int i = 0; i < 60; ++i) many += (many.empty() ? "" : ",") + std::to_string(i);
        assertHolds(refusal(property("{\"enum\":[" + many + "]}"), R"({"p":60})"), {"expected one of 0, 1, ", "48, 49 and 10 more"});
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(StructKeywordsTest);
