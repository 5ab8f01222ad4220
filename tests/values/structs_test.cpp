#include "support.h"

using namespace values_test;

namespace
{

const auto orderType =
    structOf(R"({"title":"Order","type":"object","additionalProperties":false,"required":["id","customer","price"],"properties":{
    "id":{"type":"integer"},"customer":{"type":"string"},"price":{"type":"number"},
    "items":{"type":"array","items":{"title":"Item","type":"object","additionalProperties":false,"required":["sku","count"],
             "properties":{"sku":{"type":"string"},"count":{"type":"integer"}}}},
    "note":{"anyOf":[{"type":"string"},{"type":"null"}],"default":null}}})");

const auto treeType = structOf(R"({"$ref":"#/$defs/Node","$defs":{"Node":{"title":"Node","type":"object","required":["v"],
    "properties":{"v":{"type":"number"},"kids":{"type":"array","items":{"$ref":"#/$defs/Node"},"default":[]}}}}})");

core::LiteralType property(const std::string& schema, const std::string& more = {})
{
    return structOf(R"({"type":"object","properties":{"p":)" + schema + "}" + more + "}");
}

std::string packed(const core::LiteralType& type, const std::string& text)
{
    const auto literal = in(type, text);
    CPPUNIT_ASSERT_EQUAL(std::string("msgpack"), literal.scalar().binary().tag());
    return literal.scalar().binary().value();
}

} // namespace

class StructsTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(StructsTest);
    CPPUNIT_TEST(AStructIsMsgpackToTheByte);
    CPPUNIT_TEST(AnUntypedStructTakesAnyObject);
    CPPUNIT_TEST(ValuesThatFitTheSchemaComeBack);
    CPPUNIT_TEST(ANumberIsPackedAsAFloat);
    CPPUNIT_TEST(AnIntegerIsPackedAsAnInteger);
    CPPUNIT_TEST(MissingKeysAreToldAtOnce);
    CPPUNIT_TEST(UnknownKeysAreToldAtOnce);
    CPPUNIT_TEST(AValueOfAnotherTypeIsToldByItsPath);
    CPPUNIT_TEST(EachTypeOfTheSchemaIsChecked);
    CPPUNIT_TEST(OfAModelsEnumerationNamesAndValuesFit);
    CPPUNIT_TEST(ReferencesAreFollowed);
    CPPUNIT_TEST(ReferencesThatLeadNowhereCheckNothing);
    CPPUNIT_TEST(OfAKeyThatComesTwiceTheLastCounts);
    CPPUNIT_TEST(OnlyAnObjectIsAStruct);
    CPPUNIT_TEST(AVariantThatFailedLeavesNothingBehind);
    CPPUNIT_TEST_SUITE_END();

public:
    void AStructIsMsgpackToTheByte()
    {
        const std::string order("\x82\xa2id\xcf\x00\x20\x00\x00\x00\x00\x00\x01\xa5price\xcb\x40\x08\x00\x00\x00\x00\x00\x00", 28);
        CPPUNIT_ASSERT_EQUAL(order,
                             packed(structOf(R"({"properties":{"price":{"type":"number"}}})"), R"({"id":9007199254740993,"price":3})"));
        CPPUNIT_ASSERT_EQUAL(std::string("\x83\xa1"
                                         "a\x92\x01\x81\xa1"
                                         "b\xc0\xa1"
                                         "c\xc3\xa1"
                                         "e\xcb\x3f\xe0\0\0\0\0\0\0",
                                         23),
                             packed(structOf(), R"({"a":[1,{"b":null}],"c":true,"e":0.5})"));
        CPPUNIT_ASSERT_EQUAL(std::string("\x80"), packed(structOf(), "{}"));
    }

    void AnUntypedStructTakesAnyObject()
    {
        for (const auto* json :
             {"{}", R"({"a":[1,{"b":null}],"c":true,"d":"\u00e9","e":0.5,"f":2.0,"g":{"h":{}},"i":[]})",
              R"({"max":9223372036854775807,"min":-9223372036854775808,"odd":9007199254740993,"big":18446744073709551615})"})
        {
            const auto again = values_test::json(out(in(structOf(), json)));
            CPPUNIT_ASSERT_MESSAGE(json, again == values_test::json(json));
        }
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"f":2.0,"i":2})"), out(in(structOf(), R"({"f":2.0,"i":2})")));
    }

    void ValuesThatFitTheSchemaComeBack()
    {
        for (const auto* json : {R"({"id":9007199254740993,"customer":"Zo","price":3.25,"items":[{"sku":"a","count":2}],"note":"n"})",
                                 R"({"id":1,"customer":"x","price":1.5,"items":[],"note":null})", R"({"id":1,"customer":"x","price":1.5})"})
            CPPUNIT_ASSERT_EQUAL(std::string(json), out(in(orderType, json), orderType));
    }

    void ANumberIsPackedAsAFloat()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"id":1,"customer":"x","price":2.0})"),
                             out(in(orderType, R"({"id":1,"customer":"x","price":2})")));
        const auto maybe = property(R"({"anyOf":[{"type":"number"},{"type":"null"}]})");
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"p":2.0})"), out(in(maybe, R"({"p":2})")));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"p":null})"), out(in(maybe, R"({"p":null})")));
        const auto many = property(R"({"type":"array","items":{"type":"number"}})");
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"p":[1.0,2.5]})"), out(in(many, R"({"p":[1,2.5]})")));
        const auto either = property(R"({"anyOf":[{"type":"number"},{"type":"integer"},{"type":"string"}]})");
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"p":2})"), out(in(either, R"({"p":2})")));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"p":2.0})"), out(in(either, R"({"p":2.0})")));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"p":2})"), out(in(property(R"({"type":["number","integer"]})"), R"({"p":2})")));
    }

    void AnIntegerIsPackedAsAnInteger()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"p":3})"), out(in(property(R"({"type":"integer"})"), R"({"p":3.0})")));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"p":18446744073709551615})"),
                             out(in(property(R"({"type":"integer"})"), R"({"p":18446744073709551615})")));
        assertHolds(refusal(property(R"({"type":"integer"})"), R"({"p":3.5})"), {"x.p: expected integer", "fraction"});
        assertHolds(refusal(property(R"({"type":"integer"})"), R"({"p":1e300})"), {"x.p: expected integer", "range"});
        assertHolds(refusal(property(R"({"type":"integer"})"), R"({"p":true})"), {"x.p: expected integer, got boolean"});
    }

    void MissingKeysAreToldAtOnce()
    {
        assertHolds(refusal(orderType, R"({"id":1})"), {"x: lacks the required keys customer, price"});
        assertHolds(refusal(orderType, R"({"id":1,"customer":"x","price":1,"items":[{"sku":"a","count":1},{}]})"),
                    {"x.items[1]: lacks the required keys sku, count"});
    }

    void UnknownKeysAreToldAtOnce()
    {
        assertHolds(refusal(orderType, R"({"id":1,"customer":"x","price":1,"zzz":1,"yyy":2})"),
                    {"x: has the unknown keys zzz, yyy", "customer, id, items, note, price"});
        assertHolds(refusal(structOf(R"({"type":"object","properties":{},"additionalProperties":false})"), R"({"zzz":1})"),
                    {"x: has the unknown key zzz, there are none that it may have"});
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"p":1,"other":[2]})"), out(in(property(R"({"type":"integer"})"), R"({"p":1,"other":[2]})")));
        const auto typed = property(R"({"type":"integer"})", R"(,"additionalProperties":{"type":"number"})");
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"p":1,"other":2.0})"), out(in(typed, R"({"p":1,"other":2})")));
        assertHolds(refusal(typed, R"({"other":"a"})"), {"x.other: expected number, got string"});
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"n_1":1})"),
                             out(in(structOf(R"({"patternProperties":{"^n_":{}},"additionalProperties":false})"), R"({"n_1":1})")));
    }

    void AValueOfAnotherTypeIsToldByItsPath()
    {
        assertHolds(refusal(orderType, R"({"id":1,"customer":"x","price":1,"items":[{"sku":"a","count":"two"}]})"),
                    {"x.items[0].count: expected integer, got string"});
        assertHolds(refusal(orderType, R"({"id":1,"customer":"x","price":1,"note":7})"), {"x.note: expected string or null, got integer"});
        assertHolds(refusal(orderType, R"({"id":1,"customer":null,"price":1})"), {"x.customer: expected string, got null"});
        assertHolds(refusal(orderType, R"({"id":1,"customer":"x","price":1,"items":{}})"), {"x.items: expected array, got object"});
        assertHolds(refusal(orderType, R"({"id":1,"customer":"x","price":1,"items":[7]})"),
                    {"x.items[0]: expected object (Item), got integer"});
    }

    void EachTypeOfTheSchemaIsChecked()
    {
        struct
        {
            const char* schema;
            std::vector<const char*> good, bad;
        } const table[] = {
            {R"({"type":"string"})", {"\"a\""}, {"1", "null", "[]"}},
            {R"({"type":"string","format":"date-time"})", {"\"2020-01-01T00:00:00\""}, {"1"}},
            {R"({"type":"number","format":"time-delta"})", {"5.5"}, {"\"5s\""}},
            {R"({"type":"boolean"})", {"true", "false"}, {"0", "\"true\"", "null"}},
            {R"({"type":"null"})", {"null"}, {"0", "false"}},
            {R"({"type":"array"})", {"[]", "[1,\"a\"]"}, {"{}", "1"}},
            {R"({"type":"object"})", {"{}", "{\"a\":1}"}, {"[]", "\"a\""}},
            {R"({"enum":["red","blue"]})", {"\"red\""}, {"\"RED\"", "1", "null"}},
            {R"({"enum":["red",1,null]})", {"\"red\"", "1", "null"}, {"2", "\"1\""}},
            {R"({"const":"a","type":"string"})", {"\"a\""}, {"\"b\""}},
            {R"({"type":["string","null"]})", {"\"a\"", "null"}, {"1"}},
            {R"({"oneOf":[{"type":"string"},{"type":"integer"}]})", {"\"a\"", "1"}, {"1.5", "null"}},
            {R"({"allOf":[{"type":"object","required":["a"]},{"type":"object","required":["b"]}]})",
             {"{\"a\":1,\"b\":2}"},
             {"{\"a\":1}", "{\"b\":1}", "1"}},
            {R"({"type":"array","minItems":2,"maxItems":2,"prefixItems":[{"type":"integer"},{"type":"string"}]})",
             {"[1,\"a\"]"},
             {"[1]", "[\"a\",1]", "[1,\"a\",2]"}},
            {R"({"properties":{"a":{"type":"integer"}}})", {"{\"a\":1}"}, {"{\"a\":\"b\"}", "1"}},
            {R"({"items":{"type":"integer"}})", {"[1]"}, {"[\"a\"]", "1"}},
            {R"({"type":"object","additionalProperties":{"type":"array","items":{"type":"boolean"}}})",
             {"{\"k\":[true]}"},
             {"{\"k\":[1]}"}},
            {"{}", {"1", "null", "[{}]"}, {}},
            {"true", {"1", "null", "[{}]"}, {}},
        };
        for (const auto& row : table)
        {
            for (const auto* json : row.good)
                CPPUNIT_ASSERT_EQUAL_MESSAGE(row.schema, "{\"p\":" + std::string(json) + "}",
                                             out(in(property(row.schema), "{\"p\":" + std::string(json) + "}")));
            for (const auto* json : row.bad) assertHolds(refusal(property(row.schema), "{\"p\":" + std::string(json) + "}"), {"x.p"});
        }
    }

    /// As Python's SDK writes them: names of members beside the type of their values, of which a task takes either.
    void OfAModelsEnumerationNamesAndValuesFit()
    {
        const auto type = structOf(R"({"type":"object","properties":{"c":{"$ref":"#/$defs/Color","default":"red"},
            "n":{"anyOf":[{"$ref":"#/$defs/Number"},{"type":"null"}]},"l":{"enum":["a","b"],"title":"L","type":"string"}},"$defs":{
            "Color":{"enum":["RED","GREEN"],"title":"Color","type":"string"},"Number":{"enum":["ONE"],"title":"Number","type":"integer"}}})");
        for (const auto* json : {R"({"c":"RED"})", R"({"c":"red"})", R"({"n":"ONE"})", R"({"n":1})", R"({"n":null})", R"({"l":"a"})"})
            CPPUNIT_ASSERT_EQUAL(std::string(json), out(in(type, json)));
        assertHolds(refusal(type, R"({"c":1})"), {"x.c: expected string, got integer"});
        assertHolds(refusal(type, R"({"n":true})"), {"x.n: expected string or integer or null, got boolean"});
        assertHolds(refusal(type, R"({"l":"c"})"), {"x.l: expected one of a, b, got \"c\""});
    }

    void ReferencesAreFollowed()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"v":1.0,"kids":[{"v":2.0,"kids":[]},{"v":3.5}]})"),
                             out(in(treeType, R"({"v":1,"kids":[{"v":2,"kids":[]},{"v":3.5}]})")));
        assertHolds(refusal(treeType, R"({"v":1,"kids":[{"v":2,"kids":[{"v":"a"}]}]})"),
                    {"x.kids[0].kids[0].v: expected number, got string"});
        const auto definitions = property(R"({"allOf":[{"$ref":"#/definitions/a~1b"}]})",
                                          R"(,"definitions":{"a/b":{"$ref":"#/definitions/c"},"c":{"type":"integer"}})");
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"p":1})"), out(in(definitions, R"({"p":1})")));
        assertHolds(refusal(definitions, R"({"p":"a"})"), {"x.p: expected integer, got string"});
    }

    void ReferencesThatLeadNowhereCheckNothing()
    {
        for (const auto* reference : {"#/$defs/None", "#/$defs/Loop", "http://example.com/schema", "#/type", "#//"})
        {
            const auto type = property("{\"$ref\":\"" + std::string(reference) + "\"}", R"(,"$defs":{"Loop":{"$ref":"#/$defs/Loop"}})");
            CPPUNIT_ASSERT_EQUAL(std::string(R"({"p":[1]})"), out(in(type, R"({"p":[1]})")));
        }
    }

    void OfAKeyThatComesTwiceTheLastCounts()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"b":2,"a":3})"), out(in(structOf(), R"({"a":1,"b":2,"a":3})")));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"p":1})"), out(in(property(R"({"type":"integer"})"), R"({"p":"wrong","p":1})")));
        std::string many = "{", wanted = "{";
        for (int i = 0; i < 40; ++i)
            many += "\"k" + std::to_string(i) + "\":0,", wanted += (i ? ",\"k" : "\"k") + std::to_string(i) + "\":1";
        for (int i = 0; i < 40; ++i) many += (i ? ",\"k" : "\"k") + std::to_string(i) + "\":1";
        CPPUNIT_ASSERT_EQUAL(wanted + "}", out(in(structOf(), many + "}")));
    }

    void OnlyAnObjectIsAStruct()
    {
        for (const auto* json : {"[1]", "\"x\"", "1", "null", "true"}) assertHolds(refusal(structOf(), json), {"x: expected object"});
        assertHolds(refusal(orderType, "[1]"), {"x: expected object (Order), got array"});
    }

    void AVariantThatFailedLeavesNothingBehind()
    {
        const auto type = property(
            R"({"anyOf":[{"type":"array","items":{"type":"integer"}},{"type":"array","items":{"type":"number"}},{"type":"array","items":{"type":"string"}}]})");
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"p":[1.0,2.0,2.5]})"), out(in(type, R"({"p":[1,2,2.5]})")));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"p":["a"]})"), out(in(type, R"({"p":["a"]})")));
        assertHolds(refusal(type, R"({"p":[1,2,true]})"), {"x.p: expected array, array or array", "x.p[2]: expected integer, got boolean"});
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(StructsTest);
