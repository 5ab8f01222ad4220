#include "support.h"

using namespace values_test;

/// The JSON schemas that types carry with them.
class CarriedSchemaTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(CarriedSchemaTest);
    CPPUNIT_TEST(TheSchemaOfAStructIsCarriedOver);
    CPPUNIT_TEST(ReferencesLeadToWhereTheSchemaStands);
    CPPUNIT_TEST(ManyReferencesBelowALongNameStaySmall);
    CPPUNIT_TEST(ReferencesThatLeadNowhereOrElsewhereAreLeftOut);
    CPPUNIT_TEST(ReferencesThatComeBackAtOnceAreLeftOut);
    CPPUNIT_TEST(ReferencesAreReadAsPartsOfAddresses);
    CPPUNIT_TEST(WhatIsNotCheckedIsNotShown);
    CPPUNIT_TEST(BesideAPatternNothingIsAdditional);
    CPPUNIT_TEST(OneOfIsShownAsAnyOf);
    CPPUNIT_TEST(AWholeIsAnObject);
    CPPUNIT_TEST(TheWholeInsideItselfIsWhatItsSchemaSays);
    CPPUNIT_TEST(WhatIsDataInASchemaStaysAsItIs);
    CPPUNIT_TEST(PropertiesMayBearTheNamesOfKeywords);
    CPPUNIT_TEST(KeywordsOfTheWrongKindAreLeftOut);
    CPPUNIT_TEST(TheNamesOfMembersAreExamples);
    CPPUNIT_TEST(WhatIsNoSchemaLetsEveryValueFit);
    CPPUNIT_TEST(BooleansAreShownAsObjects);
    CPPUNIT_TEST(DefinitionsMayBearTheNamesOfData);
    CPPUNIT_TEST(IntegersHaveTheBoundsThatTheyLack);
    CPPUNIT_TEST(BoundsThatNoIntegerReachesAreNarrowed);
    CPPUNIT_TEST(TypesThatKeywordsTellAreSaid);
    CPPUNIT_TEST_SUITE_END();

public:
    void TheSchemaOfAStructIsCarriedOver()
    {
        assertInput(R"({"properties":{"n":{"maximum":9,"type":"integer","minimum":-9223372036854775808},)"
                    R"("s":{"minLength":2,"type":"string"}},"required":["n"],"title":"Order","type":"object"})",
                    structOf(R"({"$schema":"x","$id":"y","title":"Order","type":"object","required":["n"],
                                 "properties":{"s":{"type":"string","minLength":2},"n":{"type":"integer","maximum":9}}})"));
        assertInput(
            R"({"additionalProperties":{"type":"integer","minimum":-9223372036854775808,"maximum":18446744073709551615},"type":"object"})",
            structOf(R"({"additionalProperties":{"type":"integer"}})"));
    }

    void ReferencesLeadToWhereTheSchemaStands()
    {
        const auto type = structOf(R"({"$defs":{"P":{"type":"object"}},"type":"object","properties":{"p":{"$ref":"#/$defs/P"}}})");
        assertHolds(inputSchema(type), {R"("p":{"$ref":"#/properties/x/$defs/P"})"});
        assertHolds(inputSchema(listOf(unionOf({type}))), {R"("p":{"$ref":"#/properties/x/items/anyOf/0/$defs/P"})"});
        assertHolds(inputsSchema(taskWith({{"x", type}}), "#/components/schemas/T"),
                    {R"("$ref":"#/components/schemas/T/properties/x/$defs/P")"});
    }

    void ManyReferencesBelowALongNameStaySmall()
    {
        const std::size_t size = 1 << 20;
        std::string properties;
        for (int i = 0; i < 100; ++i) properties += R"(,"p)" + std::to_string(i) + R"(":{"$ref":"#/$defs/P"})";
        const auto type = structOf(R"({"$defs":{"P":{"type":"object"}},"type":"object","properties":{"p":{})" + properties + "}}");
        const auto schema = inputsSchema(taskWith({{std::string(size, 'x'), type}, {std::string(size, 'y'), type}}), "#");
        CPPUNIT_ASSERT(schema.size() < 16 * size);
        assertHolds(inputsSchema(taskWith({{std::string(1000, 'x'), type}}), "#"), {R"("p99":{"$ref":"#/properties/xxx)"});
    }

    void ReferencesThatLeadNowhereOrElsewhereAreLeftOut()
    {
        for (const char* reference : {"#/$defs/Q", "#anchor", "https://example.com/a.json", "b.json", "#properties/p", "#/properties",
                                      "#/properties/p/default", "#/properties/p/not", "#/properties/p/%2"})
            assertInput(R"({"properties":{"p":{"default":{},"title":"P"}},"type":"object"})",
                        structOf(R"({"type":"object","properties":{"p":{"title":"P","default":{},"not":{},"$ref":")" +
                                 std::string(reference) + R"("}}})"));
    }

    /// A reader of the schema would go round in circles.
    void ReferencesThatComeBackAtOnceAreLeftOut()
    {
        const std::pair<std::string, std::string> rows[] = {
            {R"({"$ref":"#/$defs/D"})", "{}"},
            {R"({"allOf":[{"$ref":"#/$defs/D"}]})", R"({"allOf":[{}]})"},
            {R"({"anyOf":[{"$ref":"#/$defs/D"},{"type":"null"}]})", R"({"anyOf":[{},{"type":"null"}]})"},
            {R"({"allOf":[{"anyOf":[{"oneOf":[{"$ref":"#/$defs/D"}]}]}]})", R"({"allOf":[{"anyOf":[{"anyOf":[{}]}]}]})"},
        };
        for (const auto& [said, shown] : rows)
        {
            const auto type = structOf(R"({"$defs":{"D":)" + said + R"(},"type":"object","properties":{"p":{"$ref":"#/$defs/D"}}})");
            assertHolds(inputSchema(type), {R"({"$defs":{"D":)" + shown + R"(},"properties":{"p":{"$ref":"#/properties/x/$defs/D"}})"});
            in(type, R"({"p":[{}]})");
        }
        assertInput(R"({"allOf":[{},{"title":"T"}],"type":"object"})", structOf(R"({"allOf":[{"$ref":"#"},{"title":"T"}]})"));
    }

    void ReferencesAreReadAsPartsOfAddresses()
    {
        for (const auto& [name, reference] : {std::pair("a b", "a b"), std::pair("a b", "a%20b"), std::pair("a%20b", "a%2520b"),
                                              std::pair("a~/b%", "a~0~1b%"), std::pair("a~/b%", "%61%7E0~1b%25"), std::pair("50%", "50%")})
        {
            const auto type = structOf(R"({"$defs":{")" + std::string(name) + R"(":{"type":"null"}},"properties":{"p":{"$ref":"#/$defs/)" +
                                       reference + R"("}}})");
            assertHolds(inputSchema(type), {R"("p":{"$ref":"#/properties/x/$defs/)" + std::string(reference) + R"("})"});
            assertHolds(refusal(type, R"({"p":1})"), {"x.p: expected null, got integer"});
        }
    }

    void WhatIsNotCheckedIsNotShown()
    {
        for (const char* said :
             {R"("contains":{"type":"null"})", R"("dependentRequired":{"a":["b"]})", R"("dependentSchemas":{"a":false})", R"("else":false)",
              R"("if":true)", R"("maxContains":0)", R"("minContains":9)", R"("not":{})", R"("pattern":"^b$")",
              R"("patternProperties":{".":false})", R"("propertyNames":false)", R"("then":false)", R"("unevaluatedItems":false)",
              R"("unevaluatedProperties":false)", R"("uniqueItems":true)", R"("multipleOf":0.1)", R"("dependencies":{"a":["b"]})",
              R"("discriminator":{"propertyName":"kind","mapping":{"a":"#/$defs/A"}})"})
        {
            const auto type = structOf(R"({"type":"object","properties":{"p":{)" + std::string(said) + "}}}");
            CPPUNIT_ASSERT_EQUAL_MESSAGE(said, std::string(R"({"properties":{"p":{}},"type":"object"})"), inputSchema(type));
            for (const char* any : {R"({"p":{"a":1}})", R"({"p":[1,1]})", R"({"p":"a"})", R"({"p":0.25})"}) in(type, any);
        }
    }

    /// What a pattern declares is not known, so nothing can be said of the rest.
    void BesideAPatternNothingIsAdditional()
    {
        for (const char* others : {"false", R"({"type":"null"})"})
        {
            const auto type =
                structOf(R"({"additionalProperties":)" + std::string(others) + R"(,"patternProperties":{"^n":{}},"properties":{
                                           "p":{"$ref":"#/additionalProperties"},"q":{"type":"null"}}})");
            assertInput(R"({"properties":{"p":{},"q":{"type":"null"}},"type":"object"})", type);
            in(type, R"({"n":1,"other":2,"p":3})");
        }
    }

    void OneOfIsShownAsAnyOf()
    {
        const auto type = structOf(R"({"properties":{"p":{"oneOf":[{"type":"null"},{"minLength":2},{"maxLength":3}]}}})");
        assertInput(R"({"properties":{"p":{"anyOf":[{"type":"null"},{"minLength":2},{"maxLength":3}]}},"type":"object"})", type);
        in(type, R"({"p":"abc"})");
        const auto both = structOf(R"({"properties":{"p":{"anyOf":[{"type":"null"},{"type":"string"}],"oneOf":[{"type":"null"}]}}})");
        assertInput(R"({"properties":{"p":{"anyOf":[{"type":"null"},{"type":"string"}]}},"type":"object"})", both);
        in(both, R"({"p":"a"})");
    }

    void AWholeIsAnObject()
    {
        assertInput(R"({"type":"object"})", structOf(R"({"type":["null","object"]})"));
        assertInput(R"({"items":{},"type":"object"})", structOf(R"({"items":{}})"));
        assertInput(R"({"anyOf":[{"type":"null"}],"type":"object"})", structOf(R"({"anyOf":[{"type":"null"}]})"));
        for (const char* types : {R"("string")", R"(["null","array"])"})
        {
            const auto type = structOf(R"({"type":)" + std::string(types) + "}");
            assertInput(R"({"type":)" + std::string(types) + R"(,"not":{}})", type);
            for (const char* json : {"{}", "[]", "\"a\"", "null"}) refusal(type, json);
        }
    }

    /// That the whole is an object holds where it begins, and not where it stands again.
    void TheWholeInsideItselfIsWhatItsSchemaSays()
    {
        struct Row
        {
            std::string said, shown;
            std::vector<std::string> good, bad;
        };
        const Row rows[] = {
            {R"({"anyOf":[{"type":"string"},{"additionalProperties":{"$ref":"#"},"type":"object"}]})",
             R"({"anyOf":[{"type":"string"},{"additionalProperties":{"$ref":"#/properties/x/allOf/0"},"type":"object"}]})",
             {R"({"a":"text"})", R"({"a":{"b":"text"}})"},
             {R"({"a":1})", R"("text")"}},
            {R"({"properties":{"next":{"$ref":"#"}},"type":["object","null"]})",
             R"({"properties":{"next":{"$ref":"#/properties/x/allOf/0"}},"type":["object","null"]})",
             {R"({"next":null})", R"({"next":{"next":null}})"},
             {R"({"next":1})", "null"}},
            {R"({"additionalProperties":{"$ref":"#/$defs/L"},"$defs":{"L":{"items":{"$ref":"#"},"type":"array"}},"title":"T"})",
             R"({"$defs":{"L":{"items":{"$ref":"#/properties/x/allOf/0"},"type":"array"}},)"
             R"("additionalProperties":{"$ref":"#/properties/x/allOf/0/$defs/L"},"title":"T"})",
             {R"({"a":[1,"text",{"b":[]}]})"},
             {R"({"a":1})", R"({"a":[{"b":1}]})", "[]"}},
        };
        for (const auto& row : rows)
        {
            const auto type = structOf(row.said);
            assertInput(R"({"type":"object","allOf":[)" + row.shown + "]}", type);
            for (const auto& value : row.good) CPPUNIT_ASSERT_EQUAL(value, out(in(type, value)));
            for (const auto& value : row.bad) refusal(type, value);
        }
        assertInput(R"({"properties":{"next":{"$ref":"#/properties/x"}},"type":"object"})",
                    structOf(R"({"properties":{"next":{"$ref":"#"}}})"));
    }

    void WhatIsDataInASchemaStaysAsItIs()
    {
        assertInput(R"({"properties":{"p":{"default":{"$ref":"#/a","type":"integer"}}},"type":"object"})",
                    structOf(R"({"type":"object","properties":{"p":{"default":{"type":"integer","$ref":"#/a"}}}})"));
    }

    void PropertiesMayBearTheNamesOfKeywords()
    {
        assertInput(
            R"({"properties":{"$id":{"type":"string"},"default":{"$ref":"#/properties/x"},"enum":{"type":"null"}},"type":"object"})",
            structOf(R"({"type":"object","$id":"a","properties":{"default":{"$ref":"#"},"enum":{"type":"null"},
                                 "$id":{"$id":"b","type":"string"}}})"));
    }

    /// Such a schema would be none, and with it the whole document that it is a part of.
    void KeywordsOfTheWrongKindAreLeftOut()
    {
        const std::pair<std::string, std::vector<std::string>> rows[] = {
            {"null", {"items", "anyOf", "properties", "type", "required", "minimum", "multipleOf", "maxLength", "title", "enum"}},
            {"\"five\"", {"additionalProperties", "allOf", "$defs", "type", "required", "maximum", "minItems", "deprecated", "examples"}},
            {"5", {"oneOf", "definitions", "type", "required", "readOnly", "format", "$ref", "enum"}},
            {"-1", {"multipleOf", "minLength", "maxItems", "maxProperties"}},
            {"0", {"multipleOf"}},
            {"1.5", {"minLength", "minProperties"}},
            {"[]", {"anyOf", "prefixItems", "type", "items"}},
            {"[1]", {"type", "required", "properties"}},
            {R"(["a","a"])", {"type", "required"}},
            {R"(["integer","integer"])", {"type"}},
            {R"({"a":"b"})", {"minimum", "enum"}},
        };
        for (const auto& [value, keywords] : rows)
            for (const auto& keyword : keywords)
            {
                const auto said = "\"" + keyword + "\":" + value;
                const auto type = structOf(R"({"type":"object","properties":{"p":{)" + said + "}}}");
                CPPUNIT_ASSERT_EQUAL_MESSAGE(said, std::string(R"({"properties":{"p":{}},"type":"object"})"), inputSchema(type));
                for (const char* any : {R"({"p":[{}]})", R"({"p":{}})", R"({"p":null})"}) in(type, any);
            }
        assertInput(R"({"type":"object"})", structOf(R"({"type":"text","required":"n","description":null})"));
        const std::string right = R"({"properties":{"p":{"enum":[],"maxLength":2,"multipleOf":3,"required":[],"type":["null","object"]}},)"
                                  R"("type":"object"})";
        assertInput(right, structOf(right));
    }

    /// What Python's SDK writes of an enumeration in a model: the names beside the type of the values, and both are taken.
    void TheNamesOfMembersAreExamples()
    {
        const auto shown = [](const std::string& said, const std::string& shown)
        {
            assertInput(R"({"$defs":{"E":{)" + shown + R"(}},"properties":{"p":{"$ref":"#/properties/x/$defs/E"}},"type":"object"})",
                        structOf(R"({"type":"object","$defs":{"E":{)" + said + R"(}},"properties":{"p":{"$ref":"#/$defs/E"}}})"));
        };
        shown(R"("enum":["RED"],"title":"E","type":"string")", R"("examples":["RED"],"title":"E","type":"string")");
        shown(R"("enum":["ONE"],"title":"E","type":"boolean")", R"("examples":["ONE"],"title":"E","type":["string","boolean"])");
        shown(R"("enum":["ONE"],"title":"E")", R"("examples":["ONE"],"title":"E")");
        shown(R"("enum":["ONE"],"examples":["TWO"],"title":"E")", R"("examples":["TWO"],"title":"E")");
        shown(R"("enum":["RED",1],"title":"E")", R"("enum":["RED",1],"title":"E")");
        shown(R"("enum":[],"title":"E")", R"("enum":[],"title":"E")");
        shown(R"("enum":["RED"],"type":"string")", R"("enum":["RED"],"type":"string")");
        assertInput(R"({"properties":{"p":{"enum":["a"],"title":"P","type":"string"}},"type":"object"})",
                    structOf(R"({"type":"object","properties":{"p":{"enum":["a"],"title":"P","type":"string"}}})"));
    }

    void WhatIsNoSchemaLetsEveryValueFit()
    {
        const auto type = structOf(R"({"type":"object","additionalProperties":false,"properties":
                                       {"a":null,"b":"text","c":5,"d":[],"e":true,"f":{"anyOf":[null,{"type":"string"}]}}})");
        assertInput(R"({"additionalProperties":false,"properties":{"a":{},"b":{},"c":{},"d":{},"e":{},)"
                    R"("f":{"anyOf":[{},{"type":"string"}]}},"type":"object"})",
                    type);
        const std::string value = R"({"a":1,"b":2,"c":"x","d":{},"e":null,"f":[]})";
        CPPUNIT_ASSERT(in(type, value).scalar().has_binary());
    }

    /// Makers of clients know no other booleans than that of additionalProperties.
    void BooleansAreShownAsObjects()
    {
        const std::pair<std::string, std::string> rows[] = {
            {R"("anyOf":[true,false])", R"("anyOf":[{},{"not":{}}])"},
            {R"("allOf":[true])", R"("allOf":[{}])"},
            {R"("oneOf":[false,true])", R"("anyOf":[{"not":{}},{}])"},
            {R"("items":false,"prefixItems":[true,false],"type":"array")",
             R"("items":{"not":{}},"prefixItems":[{},{"not":{}}],"type":"array")"},
            {R"("items":true,"type":"array")", R"("items":{},"type":"array")"},
            {R"("additionalProperties":false,"properties":{"a":false,"b":true},"type":"object")",
             R"("additionalProperties":false,"properties":{"a":{"not":{}},"b":{}},"type":"object")"},
            {R"("additionalProperties":true,"type":"object")", R"("additionalProperties":true,"type":"object")"},
            {R"("$defs":{"a":false},"contentSchema":true)", R"("$defs":{"a":{"not":{}}},"contentSchema":{})"},
            {R"("const":true,"default":false,"x-more":true)", R"("const":true,"default":false,"x-more":true)"},
        };
        for (const auto& [said, shown] : rows)
            assertInput(R"({"properties":{"p":{)" + shown + R"(},"q":{"not":{}}},"type":"object"})",
                        structOf(R"({"properties":{"p":{)" + said + R"(},"q":false},"type":"object"})"));
    }

    void DefinitionsMayBearTheNamesOfData()
    {
        for (const char* keyword : {"properties", "$defs", "definitions"})
            for (const char* name : {"const", "default", "enum", "example", "examples"})
            {
                const auto schema = [&](const std::string& to)
                { return std::string(R"({")") + keyword + R"(":{")" + name + R"(":{"$ref":")" + to + R"("}},"type":"object"})"; };
                assertInput(schema("#/properties/x"), structOf(schema("#")));
            }
    }

    void IntegersHaveTheBoundsThatTheyLack()
    {
        const std::string least = R"("minimum":-9223372036854775808)", most = R"("maximum":18446744073709551615)";
        const std::pair<std::string, std::string> rows[] = {
            {R"("type":"integer")", "," + least + "," + most},
            {R"("minimum":1,"type":"integer")", "," + most},
            {R"("maximum":1,"type":"integer")", "," + least},
            {R"("exclusiveMinimum":1,"type":"integer")", "," + least + "," + most},
            {R"("maximum":9,"minimum":1,"type":"integer")", ""},
            {R"("type":["integer","null"])", "," + least + "," + most},
            {R"("type":["integer","number"])", ""},
            {R"("maximum":9000,"minimum":-9000,"type":"integer")", ""},
            {R"("type":"number")", ""},
        };
        for (const auto& [said, added] : rows)
            assertInput(R"({"properties":{"p":{)" + said + added + R"(}},"type":"object"})",
                        structOf(R"({"properties":{"p":{)" + said + R"(}},"type":"object"})"));
        assertInput(R"({"properties":{"p":{"type":"integer",)" + least + "," + most + R"(}},"type":"object"})",
                    structOf(R"({"properties":{"p":{"type":"integer","minimum":"five"}},"type":"object"})"));
    }

    void BoundsThatNoIntegerReachesAreNarrowed()
    {
        assertInput(
            R"({"properties":{"p":{"type":"integer","minimum":-9223372036854775808,"maximum":18446744073709551615}},"type":"object"})",
            structOf(R"({"properties":{"p":{"type":"integer","minimum":-1e30,"maximum":18446744073709551616}}})"));
    }

    void TypesThatKeywordsTellAreSaid()
    {
        const std::pair<std::string, std::string> rows[] = {
            {R"("properties":{})", R"(,"type":"object")"},
            {R"("required":["a"])", R"(,"type":"object")"},
            {R"("items":{})", R"(,"type":"array")"},
            {R"("prefixItems":[{}])", R"(,"type":"array")"},
            {R"("items":{},"type":"string")", ""},
            {R"("anyOf":[{"type":"null"}],"properties":{})", ""},
            {R"("title":"any")", ""},
        };
        for (const auto& [said, added] : rows)
            assertInput(R"({"properties":{"p":{)" + said + added + R"(}},"type":"object"})",
                        structOf(R"({"properties":{"p":{)" + said + R"(}},"type":"object"})"));
        const auto referred = structOf(R"({"$defs":{"d":{"type":"string"}},"properties":{"p":{"$ref":"#/$defs/d","items":{}}}})");
        assertHolds(inputSchema(referred), {R"("p":{"$ref":"#/properties/x/$defs/d","items":{}})"});
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CarriedSchemaTest);
