#include "described.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::host;
using flyte_webhook::test::Described;
using flyte_webhook::test::error;

namespace
{

const char* const noObject = "Input should be a valid dictionary";
const char* const noString = "Input should be a valid string";
const char* const noList = "Input should be a valid list";

std::string one(const std::string& text) { return "[" + text + "]"; }

/// A body that must be an object.
Described object() { return Described(FW_BODY_OBJECT); }

/// Lists and scalars that may lie in the body, as image builds have them.
Described image()
{
    return Described()
        .either(FW_STRING, "name")
        .either(FW_BOOLEAN, "pre")
        .either(FW_INTEGER, "force")
        .either(FW_STRING_LIST, "pip_packages")
        .either(FW_STRING_LIST, "apt_packages");
}

/// Objects under keys of the body, as app calls have them.
Described call() { return Described().body(FW_OBJECT, "payload").body(FW_OBJECT, "query_params"); }

/// A list that may be the whole body.
Described fetch() { return Described().either(FW_STRING_LIST, "modality").fallback(R"(["text"])").bare(); }

class BodyBinderTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(BodyBinderTest);
    CPPUNIT_TEST(AnObjectIsTaken);
    CPPUNIT_TEST(WhatIsNoObjectIsToldAsFastApiTellsIt);
    CPPUNIT_TEST(OnlyJsonContentTypesAreReadAsJson);
    CPPUNIT_TEST(BrokenJsonIsToldWithItsPlaceInCharacters);
    CPPUNIT_TEST(BrokenJsonIsToldAlone);
    CPPUNIT_TEST(NothingIsTakenBehindANul);
    CPPUNIT_TEST(JsonThatIsNoUtf8IsRefused);
    CPPUNIT_TEST(AByteOrderMarkBeforeJsonIsPassedOver);
    CPPUNIT_TEST(DeepJsonIsRefusedBeforeItHurts);
    CPPUNIT_TEST(LargeBodiesAreNotRepeated);
    CPPUNIT_TEST(ParametersAreTakenFromTheBody);
    CPPUNIT_TEST(TheQueryWinsOverTheBody);
    CPPUNIT_TEST(TheLastOfTwoEqualKeysCounts);
    CPPUNIT_TEST(NullIsAsGoodAsLeftOut);
    CPPUNIT_TEST(ScalarsOfAnotherTypeAreTold);
    CPPUNIT_TEST(IntegersInJsonHave64Bits);
    CPPUNIT_TEST(NumbersInJsonAreExact);
    CPPUNIT_TEST(EachWrongItemOfAListIsTold);
    CPPUNIT_TEST(ObjectsUnderKeysAreChecked);
    CPPUNIT_TEST(ObjectsUnderKeysKeepTheirText);
    CPPUNIT_TEST(ABareArrayIsTheListsValue);
    CPPUNIT_TEST(OtherBodiesThanObjectsAreRefusedWhereParametersLieInThem);
    CPPUNIT_TEST(BodiesThatNobodyWantsAreIgnored);
    CPPUNIT_TEST(AValueOfManyWrongItemsMakesNoLargeAnswer);
    CPPUNIT_TEST_SUITE_END();

    void AnObjectIsTaken()
    {
        for (const char* body : {"{}", R"({"a":1})", " \n{ } ", R"({"a":{"b":[null,true,1e3,"\ud83d\ude00"]}})"})
            CPPUNIT_ASSERT_EQUAL_MESSAGE(body, std::string(), object().of("", body));
    }

    void WhatIsNoObjectIsToldAsFastApiTellsIt()
    {
        CPPUNIT_ASSERT_EQUAL(one(error("missing", R"(["body"])", "Field required", "null")), object().of(""));
        for (const char* body : {"null", "[1]", "\"x\"", "1", "1.5", "true", "[]", "[{}]"})
            CPPUNIT_ASSERT_EQUAL(one(error("dict_type", R"(["body"])", noObject, body)), object().of("", body));
    }

    void OnlyJsonContentTypesAreReadAsJson()
    {
        for (const char* type : {"application/json", "Application/JSON", "application/json; charset=utf-8", " application/json ;x",
                                 "application/vnd.x+json", "application/vnd.x+JSON; charset=utf-8", "application/problem+json"})
            CPPUNIT_ASSERT_EQUAL_MESSAGE(type, std::string(), object().of("", R"({"a": 4})", type));
        for (const char* type : {"", "text/plain", "application/x-www-form-urlencoded", "application/octet-stream",
                                 "multipart/form-data; boundary=x", "text/json", "application/jsonx", "application/", "application/+jsonx",
                                 "json", "*/*", "text/x+json", "application/x; +json", "+json"})
        {
            CPPUNIT_ASSERT_EQUAL_MESSAGE(type, one(error("dict_type", R"(["body"])", noObject, R"("{\"a\": 4}")")),
                                         object().of("", R"({"a": 4})", type));
            CPPUNIT_ASSERT_EQUAL_MESSAGE(type, one(error("dict_type", R"(["body"])", noObject, R"("{\"a\": 4}")")),
                                         image().of("", R"({"a": 4})", type));
            CPPUNIT_ASSERT_EQUAL_MESSAGE(type, one(error("list_type", R"(["body"])", noList, R"("{\"a\": 4}")")),
                                         fetch().of("", R"({"a": 4})", type));
        }
        CPPUNIT_ASSERT_EQUAL(one(error("dict_type", R"(["body"])", noObject, "null")), object().of("", "\xFF", "text/plain"));
    }

    void BrokenJsonIsToldWithItsPlaceInCharacters()
    {
        const std::tuple<const char*, int, const char*> bodies[] = {
            {"{", 1, "Expecting property name enclosed in double quotes"},
            {R"({"a": )", 6, "Expecting value"},
            {"nul", 0, "Expecting value"},
            {"[1 2]", 3, "Expecting ',' delimiter"},
            {"{\"\xC3\xA4\":\"\xF0\x9F\x98\x80\" x}", 9, "Expecting ',' delimiter"}};
        for (const auto& [body, place, what] : bodies)
        {
            const auto told = one(R"({"type":"json_invalid","loc":["body",)" + std::to_string(place) +
                                  R"(],"msg":"JSON decode error","input":{},"ctx":{"error":")" + what + "\"}}");
            CPPUNIT_ASSERT_EQUAL_MESSAGE(body, told, object().of("", body));
            CPPUNIT_ASSERT_EQUAL_MESSAGE(body, told, image().of("", body));
        }
    }

    void BrokenJsonIsToldAlone()
    {
        const auto endpoint = Described().path("name").required(FW_STRING, FW_QUERY, "repo").query(FW_BOOLEAN, "pre").body(FW_OBJECT, "p");
        const auto told = endpoint.of("pre=perhaps", "{");
        CPPUNIT_ASSERT_MESSAGE(told, told.find("json_invalid") != std::string::npos && told.find("query") == std::string::npos);
    }

    void NothingIsTakenBehindANul()
    {
        using namespace std::string_literals;
        for (const auto& json : {R"({"name":"x"})"s, "7"s, "[1]"s, "null"s})
            for (const auto& behind : {"\0"s, "\0x"s, " \0{}"s})
            {
                const auto place = json.size() + (behind.front() == ' ' ? 1 : 0);
                const auto head = R"([{"type":"json_invalid","loc":["body",)" + std::to_string(place) + "]";
                for (const auto& endpoint : {object(), image()})
                    CPPUNIT_ASSERT_EQUAL_MESSAGE(json, head, endpoint.of("", json + behind).substr(0, head.size()));
            }
    }

    void JsonThatIsNoUtf8IsRefused()
    {
        for (const char* body : {"{\"name\": \"\xFF\xFE\"}", "{\"\xC3\": 1}", R"({"a":"\ud800"})", R"({"a":"\ud800x"})",
                                 R"({"a":"\udc00"})", R"({"\udfff":1})", "{\"a\":\"\xED\xA0\x80\"}"})
            CPPUNIT_ASSERT_MESSAGE(body, object().of("", body).find("json_invalid") != std::string::npos);
        CPPUNIT_ASSERT(object().of("", std::string("{\0}", 3)).find("json_invalid") != std::string::npos);
    }

    void AByteOrderMarkBeforeJsonIsPassedOver()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(), object().of("", "\xEF\xBB\xBF{}"));
        CPPUNIT_ASSERT_EQUAL(std::string("name=x"), image().of("", "\xEF\xBB\xBF{\"name\":\"x\"}"));
        for (const char* body : {"\xEF\xBB\xBF", "\xEF\xBB\xBF\xEF\xBB\xBF{}", "\xEF\xBB{}", "{\xEF\xBB\xBF}"})
            CPPUNIT_ASSERT_MESSAGE(body, object().of("", body).find("json_invalid") != std::string::npos);
    }

    void DeepJsonIsRefusedBeforeItHurts()
    {
        const auto nested = [](std::size_t depth) { return R"({"a":)" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}"; };
        CPPUNIT_ASSERT_EQUAL(std::string(), object().of("", nested(128)));
        CPPUNIT_ASSERT(object().of("", nested(129)).find("nested deeper than 128 levels") != std::string::npos);
        CPPUNIT_ASSERT(object().of("", std::string(1000000, '[')).find("nested deeper") != std::string::npos);
        CPPUNIT_ASSERT(image().of("", std::string(1000000, '[')).find("nested deeper") != std::string::npos);
    }

    void LargeBodiesAreNotRepeated()
    {
        const auto large = "\"" + std::string(2000, 'x') + "\"";
        CPPUNIT_ASSERT_EQUAL(one(error("dict_type", R"(["body"])", noObject, "null")), object().of("", large));
        CPPUNIT_ASSERT_EQUAL(one(error("dict_type", R"(["body"])", noObject, "null")),
                             object().of("", std::string(2000, 'x'), "text/plain"));
        CPPUNIT_ASSERT_EQUAL(one(error("string_type", R"(["body","name"])", noString, "null")),
                             image().of("", R"({"name":[)" + large + "]}"));
    }

    void ParametersAreTakenFromTheBody()
    {
        CPPUNIT_ASSERT_EQUAL(
            std::string(R"(name=img pre=true force=3 pip_packages=["a","b"] apt_packages=[])"),
            image().of("", R"({"force":3.0,"name":"img","pip_packages":["a","b"],"pre":true,"apt_packages":[],"other":{}})"));
        CPPUNIT_ASSERT_EQUAL(std::string("name="), image().of("", R"({"name":""})"));
        CPPUNIT_ASSERT_EQUAL(std::string("name=\xC3\xA4\xF0\x9F\x98\x80"), image().of("", R"({"name":"\u00e4\ud83d\ude00"})"));
        CPPUNIT_ASSERT_EQUAL(std::string(), image().of("", "{}"));
        CPPUNIT_ASSERT_EQUAL(std::string(), image().of(""));
    }

    void TheQueryWinsOverTheBody()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(R"(name=query pip_packages=["q"])"),
                             image().of("name=query&pip_packages=q", R"({"name":"body","pip_packages":["b"]})"));
        CPPUNIT_ASSERT_EQUAL(std::string("name=query"), image().of("name=query", R"({"name":7})"));
        const auto told = image().of("pre=perhaps", R"({"pre":true})");
        CPPUNIT_ASSERT_MESSAGE(told, told.find(R"("loc":["query","pre"])") != std::string::npos);
    }

    void TheLastOfTwoEqualKeysCounts()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("name=two"), image().of("", R"({"name":"one","name":"two"})"));
        CPPUNIT_ASSERT_EQUAL(std::string("name=two"), image().of("", R"({"name":7,"name":"two"})"));
    }

    void NullIsAsGoodAsLeftOut()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(R"(modality=["text"])"), fetch().of("", R"({"modality":null})"));
        CPPUNIT_ASSERT_EQUAL(std::string(R"(modality=["text"])"), fetch().of("", "null"));
        CPPUNIT_ASSERT_EQUAL(std::string(), image().of("", R"({"name":null,"pip_packages":null})"));
        CPPUNIT_ASSERT_EQUAL(one(error("dict_type", R"(["body","p"])", noObject, "null")),
                             Described().required(FW_OBJECT, FW_BODY, "p").of("", R"({"p":null})"));
    }

    void ScalarsOfAnotherTypeAreTold()
    {
        for (const char* value : {"7", "true", "[]", "{}", "[\"a\"]"})
            CPPUNIT_ASSERT_EQUAL(one(error("string_type", R"(["body","name"])", noString, value)),
                                 image().of("", R"({"name":)" + std::string(value) + "}"));
        for (const char* value : {"1", "\"true\"", "[]"})
            CPPUNIT_ASSERT_MESSAGE(
                value, image().of("", R"({"pre":)" + std::string(value) + "}").find(R"("type":"bool_parsing","loc":["body","pre"])") !=
                           std::string::npos);
        for (const char* value : {"1.5", "\"3\"", "true", "{}", "9223372036854775808", "1e19", "-9223372036854775809"})
            CPPUNIT_ASSERT_MESSAGE(
                value, image().of("", R"({"force":)" + std::string(value) + "}").find(R"("type":"int_parsing","loc":["body","force"])") !=
                           std::string::npos);
    }

    void IntegersInJsonHave64Bits()
    {
        const std::pair<const char*, const char*> right[] = {{"9223372036854775807", "9223372036854775807"},
                                                             {"-9223372036854775808", "-9223372036854775808"},
                                                             {"9007199254740993", "9007199254740993"},
                                                             {"1e3", "1000"},
                                                             {"-0", "0"},
                                                             {"9.22e18", "9220000000000000000"}};
        for (const auto& [given, value] : right)
            CPPUNIT_ASSERT_EQUAL_MESSAGE(given, "force=" + std::string(value), image().of("", R"({"force":)" + std::string(given) + "}"));
    }

    void NumbersInJsonAreExact()
    {
        const auto endpoint = Described().body(FW_NUMBER, "n").body(FW_INTEGER, "i");
        for (const char* zero : {"0e40", "0.0e300", "0e-40", "0.00000000000000000000000000000000e-1"})
            CPPUNIT_ASSERT_EQUAL_MESSAGE(zero, std::string("n=0 i=0"),
                                         endpoint.of("", std::string("{\"n\":") + zero + ",\"i\":" + zero + "}"));
        CPPUNIT_ASSERT_EQUAL(std::string("n=5e-324"), endpoint.of("", R"({"n":5e-324})"));
        const auto told = endpoint.of("", R"({"n":1e400})");
        CPPUNIT_ASSERT_MESSAGE(told, told.find("json_invalid") != std::string::npos && told.find("too big") != std::string::npos);
    }

    void EachWrongItemOfAListIsTold()
    {
        CPPUNIT_ASSERT_EQUAL("[" + error("list_type", R"(["body","pip_packages"])", noList, "\"numpy\"") + "," +
                                 error("string_type", R"(["body","apt_packages",0])", noString, "1") + "]",
                             image().of("", R"({"pip_packages":"numpy","apt_packages":[1]})"));
        CPPUNIT_ASSERT_EQUAL("[" + error("string_type", R"(["body","pip_packages",1])", noString, "null") + "," +
                                 error("string_type", R"(["body","pip_packages",3])", noString, "{\"a\":[]}") + "]",
                             image().of("", R"({"pip_packages":["a",null,"b",{"a":[]}]})"));
    }

    void ObjectsUnderKeysAreChecked()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(R"(payload={"x":[1,2.5,"y"]} query_params={})"),
                             call().of("", R"({"payload":{"x":[1,2.5,"y"]},"query_params":{}})"));
        CPPUNIT_ASSERT_EQUAL("[" + error("dict_type", R"(["body","payload"])", noObject, "1") + "," +
                                 error("dict_type", R"(["body","query_params"])", noObject, "2") + "]",
                             call().of("", R"({"payload":1,"query_params":2})"));
        CPPUNIT_ASSERT_EQUAL(one(error("dict_type", R"(["body","payload"])", noObject, "[1]")), call().of("", R"({"payload":[1]})"));
        CPPUNIT_ASSERT_EQUAL(std::string(R"(payload={"i":9223372036854775807,"u":18446744073709551615})"),
                             call().of("", R"({"payload":{"i":9223372036854775807,"u":18446744073709551615}})"));
    }

    void ObjectsUnderKeysKeepTheirText()
    {
        for (const std::string text : {R"({"n":1.10,"e":1E2,"z":-0.0,"d":0.1000000000000000055511151231257827021181583404541015625})",
                                       R"({ "a" : [ { "payload" : { } } , "}" ] })", R"({"u":"\u00fc\/","payload":{"x":1}})"})
        {
            CPPUNIT_ASSERT_EQUAL("payload=" + text, call().of("", R"({"payload":)" + text + "}"));
            CPPUNIT_ASSERT_EQUAL("payload=" + text + " query_params={ }", call().of("", R"( {"x":{"payload":{}}, "p\u0061yload" : )" +
                                                                                            text + R"( , "query_params":{ },"y":[{}]} )"));
            CPPUNIT_ASSERT_EQUAL("payload=" + text, call().of("", R"({"payload":{"first":1},"payload":)" + text + "}"));
        }
        CPPUNIT_ASSERT_EQUAL(std::string(), call().of("", R"({"payload":{"first":1},"payload":null})"));
        CPPUNIT_ASSERT_EQUAL(one(error("dict_type", R"(["body","payload"])", noObject, "[{}]")),
                             call().of("", R"({"payload":{"first":1},"payload":[{}]})"));
    }

    void ABareArrayIsTheListsValue()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(R"(modality=["text","image"])"), fetch().of("", R"(["text","image"])"));
        CPPUNIT_ASSERT_EQUAL(std::string("modality=[]"), fetch().of("", "[]"));
        CPPUNIT_ASSERT_EQUAL(std::string(R"(modality=["audio"])"), fetch().of("", R"({"modality":["audio"]})"));
        CPPUNIT_ASSERT_EQUAL(std::string(R"(modality=["q"])"), fetch().of("modality=q", R"(["text"])"));
        CPPUNIT_ASSERT_EQUAL(one(error("string_type", R"(["body",1])", noString, "7")), fetch().of("", R"(["text",7])"));
        const auto needed = Described().required(FW_STRING_LIST, FW_QUERY_OR_BODY, "words").bare().required(FW_OBJECT, FW_BODY, "p");
        const auto missing = error("missing", R"(["body","p"])", "Field required", "null");
        CPPUNIT_ASSERT_EQUAL(one(missing), needed.of("", R"(["a"])"));
        CPPUNIT_ASSERT_EQUAL(one(error("missing", R"(["query","words"])", "Field required", "null") + "," + missing),
                             needed.of("", "null"));
    }

    void OtherBodiesThanObjectsAreRefusedWhereParametersLieInThem()
    {
        const auto missing = [](const char* key)
        { return error("missing", "[\"body\",\"" + std::string(key) + "\"]", "Field required", "null"); };
        const auto scalars = Described().either(FW_STRING, "name");
        for (const char* body : {"[1]", "\"x\"", "7", "true", "null", "[]"})
        {
            CPPUNIT_ASSERT_EQUAL_MESSAGE(body, one(missing("pip_packages") + "," + missing("apt_packages")), image().of("", body));
            CPPUNIT_ASSERT_EQUAL_MESSAGE(body, one(missing("payload") + "," + missing("query_params")), call().of("", body));
            CPPUNIT_ASSERT_EQUAL_MESSAGE(body, one(error("dict_type", R"(["body"])", noObject, body)), scalars.of("", body));
        }
        for (const char* body : {"\"x\"", "7", "true"})
            CPPUNIT_ASSERT_EQUAL(one(error("list_type", R"(["body"])", noList, body)), fetch().of("", body));
    }

    void BodiesThatNobodyWantsAreIgnored()
    {
        const auto none = Described().query(FW_STRING, "s");
        const Described raw(FW_BODY_RAW);
        for (const char* body : {"{", "\xFF", "[1]", "null"})
        {
            CPPUNIT_ASSERT_EQUAL(std::string("s=1"), none.of("s=1", body));
            CPPUNIT_ASSERT_EQUAL(std::string(), raw.of("", body, "text/plain"));
        }
    }

    void AValueOfManyWrongItemsMakesNoLargeAnswer()
    {
        std::string body = R"({"pip_packages":[1)";
        for (int i = 0; i < 100000; ++i) body += ",1";
        const auto told = image().of("", body + "]}");
        CPPUNIT_ASSERT(told.size() < 20000 && told.find(R"(["body","pip_packages",99])") != std::string::npos);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(BodyBinderTest);

} // namespace
