#include "described.h"
#include <cppunit/extensions/HelperMacros.h>
#include <map>

using namespace flyte_webhook::host;
using flyte_webhook::test::Described;
using flyte_webhook::test::error;

namespace
{

const char* const noBoolean = "Input should be a valid boolean, unable to interpret input";
const char* const noInteger = "Input should be a valid integer, unable to parse string as an integer";
const char* const noNumber = "Input should be a valid number, unable to parse string as a number";

std::string one(const std::string& text) { return "[" + text + "]"; }

class QueryBinderTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(QueryBinderTest);
    CPPUNIT_TEST(BooleansAreReadInAnyCase);
    CPPUNIT_TEST(OtherBooleansAreToldAsFastApiTellsThem);
    CPPUNIT_TEST(IntegersHave64Bits);
    CPPUNIT_TEST(OtherIntegersAreToldAsFastApiTellsThem);
    CPPUNIT_TEST(NumbersAreFinite);
    CPPUNIT_TEST(TheLastOfSeveralScalarsCounts);
    CPPUNIT_TEST(AListTakesEachValueInOrder);
    CPPUNIT_TEST(TextsArePercentDecoded);
    CPPUNIT_TEST(OddQueriesAreRead);
    CPPUNIT_TEST(NamesAreDecodedAndExact);
    CPPUNIT_TEST(AFallbackHoldsOnlyForWhatIsLeftOut);
    CPPUNIT_TEST(WhatIsRequiredAndLeftOutIsToldAsMissing);
    CPPUNIT_TEST(WhatIsWrongIsNotToldAsMissingToo);
    CPPUNIT_TEST(AllThatIsWrongIsToldAtOnceInTheOrderOfTheDescription);
    CPPUNIT_TEST(WhatIsNoUtf8IsRefused);
    CPPUNIT_TEST(ConstraintsAreChecked);
    CPPUNIT_TEST(BodyParametersAreNotTakenFromTheQuery);
    CPPUNIT_TEST(PathSegmentsAreDecodedOnce);
    CPPUNIT_TEST(BadPathSegmentsAreRefused);
    CPPUNIT_TEST(PathConstraintsAreChecked);
    CPPUNIT_TEST_SUITE_END();

    void BooleansAreReadInAnyCase()
    {
        const auto endpoint = Described().query(FW_BOOLEAN, "wait");
        for (const char* yes : {"true", "True", "TRUE", "tRuE", "1", "yes", "Yes", "YES", "on", "ON", "y", "T"})
            CPPUNIT_ASSERT_EQUAL_MESSAGE(yes, std::string("wait=true"), endpoint.of("wait=" + std::string(yes)));
        for (const char* no : {"false", "False", "FALSE", "0", "no", "No", "NO", "off", "Off", "N", "f"})
            CPPUNIT_ASSERT_EQUAL_MESSAGE(no, std::string("wait=false"), endpoint.of("wait=" + std::string(no)));
    }

    void OtherBooleansAreToldAsFastApiTellsThem()
    {
        const auto endpoint = Described().query(FW_BOOLEAN, "wait");
        for (const char* text : {"maybe", "", "2", "truee", "null", "-1", "00", "1.0", "tr", " true"})
            CPPUNIT_ASSERT_EQUAL(one(error("bool_parsing", R"(["query","wait"])", noBoolean, "\"" + std::string(text) + "\"")),
                                 endpoint.of("wait=" + std::string(text)));
    }

    void IntegersHave64Bits()
    {
        const auto endpoint = Described().query(FW_INTEGER, "n");
        const std::pair<const char*, const char*> right[] = {{"0", "0"},
                                                             {"-7", "-7"},
                                                             {"%2B5", "5"},
                                                             {"007", "7"},
                                                             {"3.0", "3"},
                                                             {"%205%20", "5"},
                                                             {"9223372036854775807", "9223372036854775807"},
                                                             {"-9223372036854775808", "-9223372036854775808"},
                                                             {"-0", "0"}};
        for (const auto& [text, value] : right)
            CPPUNIT_ASSERT_EQUAL_MESSAGE(text, "n=" + std::string(value), endpoint.of("n=" + std::string(text)));
        CPPUNIT_ASSERT_EQUAL(std::string("n=5"), endpoint.of("n=+5")); // a plus is a space here, which does not matter
    }

    void OtherIntegersAreToldAsFastApiTellsThem()
    {
        const auto endpoint = Described().query(FW_INTEGER, "force");
        for (const char* text : {"much", "", "1.5", "1e3", "0x10", "9223372036854775808", "-9223372036854775809", "1_000", "--1", ".0",
                                 "true", ".", "3.", "3.5", "3.0_0"})
            CPPUNIT_ASSERT_EQUAL(one(error("int_parsing", R"(["query","force"])", noInteger, "\"" + std::string(text) + "\"")),
                                 endpoint.of("force=" + std::string(text)));
        CPPUNIT_ASSERT_EQUAL(one(error("int_parsing", R"(["query","force"])", noInteger, "\"+-1\"")), endpoint.of("force=%2B-1"));
    }

    void NumbersAreFinite()
    {
        const auto endpoint = Described().query(FW_NUMBER, "x");
        CPPUNIT_ASSERT_EQUAL(std::string("x=0.5"), endpoint.of("x=0.50"));
        CPPUNIT_ASSERT_EQUAL(std::string("x=-1e-05"), endpoint.of("x=-0.00001"));
        CPPUNIT_ASSERT_EQUAL(std::string("x=3"), endpoint.of("x=3"));
        for (const char* text : {"nan", "inf", "-inf", "1e999", "1,5", "", "one"})
            CPPUNIT_ASSERT_EQUAL(one(error("float_parsing", R"(["query","x"])", noNumber, "\"" + std::string(text) + "\"")),
                                 endpoint.of("x=" + std::string(text)));
    }

    void TheLastOfSeveralScalarsCounts()
    {
        const auto endpoint = Described().query(FW_STRING, "s").query(FW_INTEGER, "n");
        CPPUNIT_ASSERT_EQUAL(std::string("s=b n=2"), endpoint.of("s=a&n=x&s=b&n=2"));
        CPPUNIT_ASSERT_EQUAL(std::string("s="), endpoint.of("s=a&s="));
    }

    void AListTakesEachValueInOrder()
    {
        const auto endpoint = Described().query(FW_STRING_LIST, "p");
        CPPUNIT_ASSERT_EQUAL(std::string(R"(p=["b","a","b"])"), endpoint.of("p=b&x=1&p=a&p=b"));
        CPPUNIT_ASSERT_EQUAL(std::string(R"(p=["a,b"])"), endpoint.of("p=a,b"));
        CPPUNIT_ASSERT_EQUAL(std::string(R"(p=["","q\"\\"])"), endpoint.of("p=&p=q%22%5C"));
        CPPUNIT_ASSERT_EQUAL(std::string(), endpoint.of(""));
    }

    void TextsArePercentDecoded()
    {
        const auto endpoint = Described().query(FW_STRING, "s");
        const std::pair<const char*, const char*> texts[] = {
            {"a+b", "a b"}, {"a%2Bb", "a+b"}, {"%C3%A4", "\xC3\xA4"}, {"%c3%a4", "\xC3\xA4"}, {"a%2525", "a%25"}, {"%", "%"},
            {"%4", "%4"},   {"%zz", "%zz"},   {"%4%41", "%4A"},       {"a=b", "a=b"},         {"%26", "&"},       {"%0A", "\n"}};
        for (const auto& [query, text] : texts)
            CPPUNIT_ASSERT_EQUAL_MESSAGE(query, "s=" + std::string(text), endpoint.of("s=" + std::string(query)));
    }

    void OddQueriesAreRead()
    {
        const auto endpoint = Described().query(FW_STRING, "s").query(FW_STRING, "t");
        CPPUNIT_ASSERT_EQUAL(std::string("s="), endpoint.of("s"));
        CPPUNIT_ASSERT_EQUAL(std::string("s=1 t=2"), endpoint.of("&&s=1&&t=2&"));
        CPPUNIT_ASSERT_EQUAL(std::string("s=1;t=2"), endpoint.of("s=1;t=2"));
        CPPUNIT_ASSERT_EQUAL(std::string(), endpoint.of("=x&other=1&=&&"));
        CPPUNIT_ASSERT_EQUAL("s=" + std::string(100000, 'x'), endpoint.of("s=" + std::string(100000, 'x')));
    }

    void NamesAreDecodedAndExact()
    {
        const auto endpoint = Described().query(FW_STRING, "a_b");
        CPPUNIT_ASSERT_EQUAL(std::string("a_b=1"), endpoint.of("a%5Fb=1"));
        CPPUNIT_ASSERT_EQUAL(std::string(), endpoint.of("A_B=1&a_b%20=2&a-b=3&a_b[]=4"));
    }

    void AFallbackHoldsOnlyForWhatIsLeftOut()
    {
        const auto endpoint = Described().query(FW_STRING, "s").fallback("d").query(FW_STRING_LIST, "l").fallback(R"(["text"])");
        CPPUNIT_ASSERT_EQUAL(std::string(R"(s=d l=["text"])"), endpoint.of(""));
        CPPUNIT_ASSERT_EQUAL(std::string(R"(s= l=[""])"), endpoint.of("s=&l="));
    }

    void WhatIsRequiredAndLeftOutIsToldAsMissing()
    {
        const auto endpoint = Described()
                                  .required(FW_STRING, FW_QUERY, "path")
                                  .required(FW_OBJECT, FW_BODY, "payload")
                                  .required(FW_STRING, FW_QUERY_OR_BODY, "repo");
        CPPUNIT_ASSERT_EQUAL("[" + error("missing", R"(["query","path"])", "Field required", "null") + "," +
                                 error("missing", R"(["query","repo"])", "Field required", "null") + "," +
                                 error("missing", R"(["body","payload"])", "Field required", "null") + "]",
                             endpoint.of(""));
        CPPUNIT_ASSERT_EQUAL(std::string("path= payload={} repo=r"), endpoint.of("path=&repo=r", R"({"payload":{}})"));
    }

    void WhatIsWrongIsNotToldAsMissingToo()
    {
        const auto endpoint = Described().required(FW_INTEGER, FW_QUERY, "n").required(FW_STRING, FW_QUERY_OR_BODY, "s");
        CPPUNIT_ASSERT_EQUAL(one(error("int_parsing", R"(["query","n"])", noInteger, "\"x\"")), endpoint.of("n=x&s=1"));
        CPPUNIT_ASSERT_EQUAL(one(error("string_type", R"(["query","s"])", "Input should be UTF-8 without NUL", "null")),
                             endpoint.of("n=1&s=%FF"));
        CPPUNIT_ASSERT_EQUAL(one(error("string_type", R"(["body","s"])", "Input should be a valid string", "7")),
                             endpoint.of("n=1", R"({"s":7})"));
    }

    void AllThatIsWrongIsToldAtOnceInTheOrderOfTheDescription()
    {
        const auto endpoint = Described().required(FW_STRING, FW_QUERY, "repo").query(FW_INTEGER, "force").query(FW_BOOLEAN, "pre");
        CPPUNIT_ASSERT_EQUAL("[" + error("missing", R"(["query","repo"])", "Field required", "null") + "," +
                                 error("int_parsing", R"(["query","force"])", noInteger, "\"x\"") + "," +
                                 error("bool_parsing", R"(["query","pre"])", noBoolean, "\"perhaps\"") + "]",
                             endpoint.of("pre=perhaps&force=x"));
    }

    void WhatIsNoUtf8IsRefused()
    {
        const auto endpoint = Described().query(FW_STRING, "s").query(FW_STRING_LIST, "l").query(FW_BOOLEAN, "b");
        const std::map<std::string, std::string> json{{"%00", R"("\u0000")"}, {"a%00b", R"("a\u0000b")"}};
        const auto shown = [&](const char* text) { return json.count(text) ? json.at(text) : "null"; };
        for (const char* text : {"%FF", "%C3", "%C0%80", "%ED%A0%80", "%00", "a%00b"})
        {
            const auto message = "Input should be UTF-8 without NUL";
            CPPUNIT_ASSERT_EQUAL_MESSAGE(text, one(error("string_type", R"(["query","s"])", message, shown(text))),
                                         endpoint.of("s=" + std::string(text)));
            CPPUNIT_ASSERT_EQUAL_MESSAGE(text, one(error("string_type", R"(["query","l",1])", message, shown(text))),
                                         endpoint.of("l=a&l=" + std::string(text)));
            CPPUNIT_ASSERT_EQUAL_MESSAGE(text, one(error("bool_parsing", R"(["query","b"])", noBoolean, shown(text))),
                                         endpoint.of("b=" + std::string(text)));
        }
        CPPUNIT_ASSERT_EQUAL(std::string("s=a"), endpoint.of("s=a&other=%FF&%FF=x"));
    }

    void ConstraintsAreChecked()
    {
        const auto endpoint = Described()
                                  .query(FW_INTEGER, "limit")
                                  .constrained(R"({"minimum":1,"maximum":200})")
                                  .query(FW_STRING, "m")
                                  .constrained(R"({"enum":["GET","POST"]})");
        CPPUNIT_ASSERT_EQUAL(std::string("limit=200 m=POST"), endpoint.of("limit=200&m=POST"));
        CPPUNIT_ASSERT_EQUAL(
            std::string(R"([{"type":"less_than_equal","loc":["query","limit"],"msg":"Input should be less than or equal to 200",)"
                        R"("input":" 0201","ctx":{"le":200}},{"type":"literal_error","loc":["query","m"],)"
                        R"("msg":"Input should be 'GET' or 'POST'","input":"get","ctx":{"expected":"'GET' or 'POST'"}}])"),
            endpoint.of("m=get&limit=+0201"));
        const auto inBody = Described().either(FW_INTEGER, "limit").constrained(R"({"minimum":1})");
        CPPUNIT_ASSERT_EQUAL(
            std::string(R"([{"type":"greater_than_equal","loc":["body","limit"],"msg":"Input should be greater than or equal to 1",)"
                        R"("input":0,"ctx":{"ge":1}}])"),
            inBody.of("", R"({"limit":0})"));
    }

    void BodyParametersAreNotTakenFromTheQuery()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(), Described().body(FW_OBJECT, "payload").of("payload={}"));
    }

    void PathSegmentsAreDecodedOnce()
    {
        const auto endpoint = Described().path("a").path("b");
        CPPUNIT_ASSERT_EQUAL(std::string("a=x.y b=z"), endpoint.ofPath({"x%2Ey", "z"}));
        CPPUNIT_ASSERT_EQUAL(std::string("a=x/y b=%2E"), endpoint.ofPath({"x%2Fy", "%252E"}));
        CPPUNIT_ASSERT_EQUAL(std::string("a=a+b b=\xC3\xA4"), endpoint.ofPath({"a+b", "%C3%A4"}));
        CPPUNIT_ASSERT_EQUAL(std::string("a=% b=.."), endpoint.ofPath({"%", "%2E%2E"}));
    }

    void BadPathSegmentsAreRefused()
    {
        const auto endpoint = Described().path("name");
        CPPUNIT_ASSERT_EQUAL(one(error("string_type", R"(["path","name"])", "Input should be a text that is not empty", R"("")")),
                             endpoint.ofPath({""}));
        CPPUNIT_ASSERT_EQUAL(
            one(error("string_type", R"(["path","name"])", "Input should be a text without control characters", R"("a\u0000b")")),
            endpoint.ofPath({"a%00b"}));
        for (const char* segment : {"%0A", "a%0Db", "%1f", "%7F", "%C2%85", "a%09", "\x01"})
            CPPUNIT_ASSERT_MESSAGE(segment, endpoint.ofPath({segment}).find("without control characters") != std::string::npos);
        for (const char* segment : {"%FF", "%C3", "%ED%A0%80", "%F8%88%80%80%80", "\xFF"})
            CPPUNIT_ASSERT_EQUAL_MESSAGE(segment, one(error("string_type", R"(["path","name"])", "Input should be UTF-8", "null")),
                                         endpoint.ofPath({segment}));
    }

    void PathConstraintsAreChecked()
    {
        const auto endpoint = Described().path("name").constrained(R"({"maxLength":3})");
        CPPUNIT_ASSERT_EQUAL(std::string("name=abc"), endpoint.ofPath({"abc"}));
        CPPUNIT_ASSERT_EQUAL(
            std::string(R"([{"type":"string_too_long","loc":["path","name"],"msg":"String should have at most 3 characters",)"
                        R"("input":"abcd","ctx":{"max_length":3}}])"),
            endpoint.ofPath({"abcd"}));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(QueryBinderTest);

} // namespace
