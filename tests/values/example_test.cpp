#include "flyteidl2/core/interface.pb.h"
#include "support.h"
#include <flyte_webhook/flyte/json_schema.h>
#include <google/protobuf/struct.pb.h>

using namespace values_test;

namespace
{

/// The example that the schema of a task's inputs shows; empty when it shows none. A run of the task takes it.
std::string exampleOf(const task::TaskSpec& spec)
{
    const auto schema = json(inputsSchema(spec));
    const auto found = schema.FindMember("examples");
    if (found == schema.MemberEnd()) return {};
    CPPUNIT_ASSERT_EQUAL(1u, found->value.Size());
    flyte::toInputs(spec, found->value[0]);
    return jsonOf(found->value[0]);
}

/// The example of one input of that type.
std::string exampleOf(const core::LiteralType& type)
{
    const auto example = exampleOf(taskWith({{"x", type}}));
    return example.empty() ? example : example.substr(5, example.size() - 6);
}

} // namespace

class ExampleTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ExampleTest);
    CPPUNIT_TEST(EveryTypeHasOne);
    CPPUNIT_TEST(OfAUnionItIsOneThatIsTaken);
    CPPUNIT_TEST(AStructIsWhatItsSchemaAsksFor);
    CPPUNIT_TEST(AWholeThatMayBeMoreIsAnObject);
    CPPUNIT_TEST(WhatASchemaShowsGoesBeforeWhatIsMadeUp);
    CPPUNIT_TEST(NumbersAndTextsKeepTheirBounds);
    CPPUNIT_TEST(ASetHasNothingTwice);
    CPPUNIT_TEST(ASchemaThatHoldsItselfComesToAnEnd);
    CPPUNIT_TEST(DefaultsAreShownAndOptionalInputsAreNull);
    CPPUNIT_TEST(WhereOneInputHasNoneThereIsNone);
    CPPUNIT_TEST(ManyVariantsComeToAnEnd);
    CPPUNIT_TEST_SUITE_END();

    static void assertExample(const std::string& expected, const core::LiteralType& type)
    {
        CPPUNIT_ASSERT_EQUAL(expected, exampleOf(type));
    }

public:
    void EveryTypeHasOne()
    {
        assertExample("null", simple(core::NONE));
        assertExample("1", simple(core::INTEGER));
        assertExample("1.5", simple(core::FLOAT));
        assertExample("true", simple(core::BOOLEAN));
        assertExample(R"("text")", simple(core::STRING));
        assertExample(R"("2026-01-31T12:00:00Z")", simple(core::DATETIME));
        assertExample(R"("90s")", simple(core::DURATION));
        assertExample(R"("AAEC")", simple(core::BINARY));
        assertExample("{}", structOf());
        assertExample(R"("RED")", enumOf({"RED", "GREEN"}));
        assertExample(R"("s3://bucket/file")", blob(core::BlobType::SINGLE));
        assertExample(R"("s3://bucket/folder")", blob(core::BlobType::MULTIPART));
        assertExample(R"("s3://bucket/table")", table());
        assertExample(R"([[1]])", listOf(listOf(simple(core::INTEGER))));
        assertExample(R"({"key":true})", mapOf(simple(core::BOOLEAN)));
    }

    void OfAUnionItIsOneThatIsTaken()
    {
        assertExample("1", unionOf({simple(core::INTEGER), simple(core::STRING)}));
        assertExample("null", unionOf({simple(core::INTEGER), simple(core::NONE)}));
        assertExample("[1]", listOf(unionOf({simple(core::NONE), simple(core::INTEGER)})));
        // A text could be either of the two and is refused; an object is the first that it fits.
        assertExample(R"({"uri":"s3://bucket/file","dimensionality":"SINGLE"})", unionOf({blob(core::BlobType::SINGLE), table()}));
        assertExample("", unionOf({simple(core::DATETIME), simple(core::DATETIME)}));
    }

    void AStructIsWhatItsSchemaAsksFor()
    {
        assertExample(R"({"n":1,"on":true,"at":"2026-01-31","tags":["text"],"pair":[1,"text"],"note":"-"})",
                      structOf(R"({"type":"object","required":["n","on","at","tags","pair"],"additionalProperties":false,"properties":{
                          "n":{"type":"integer"},"on":{"type":"boolean"},"at":{"type":"string","format":"date"},
                          "tags":{"type":"array","items":{"type":"string"}},"rest":{"type":"number"},"note":{"type":"string","default":"-"},
                          "pair":{"type":"array","prefixItems":[{"type":"integer"},{"type":"string"}],"minItems":2,"maxItems":2}}})"));
        assertExample(R"({"key":1})", structOf(R"({"type":"object","additionalProperties":{"type":"integer"}})"));
        assertExample(R"({"a":1,"b":"text"})",
                      structOf(R"({"allOf":[{"type":"object","required":["a"],"properties":{"a":{"type":"integer"}}},{"$ref":"#/$defs/B"}],
                                   "$defs":{"B":{"type":"object","required":["b"],"properties":{"b":{"type":"string"}}}}})"));
        assertExample("", structOf(R"({"type":"object","required":["p"],"properties":{"p":{"type":"string","pattern":"^a+$"}}})"));
    }

    void AWholeThatMayBeMoreIsAnObject()
    {
        assertExample(R"({"a":"text"})", structOf(R"({"anyOf":[{"type":"string"},{"type":"object","required":["a"],
                                                      "properties":{"a":{"$ref":"#"}}}]})"));
        assertExample(R"({"a":null})", structOf(R"({"type":["null","object"],"required":["a"],"properties":{"a":{"$ref":"#"}}})"));
    }

    void WhatASchemaShowsGoesBeforeWhatIsMadeUp()
    {
        assertExample(
            R"({"a":7,"b":"B","c":[{"x":1}],"d":null,"e":"E"})",
            structOf(R"({"type":"object","required":["a","b","c","d","e"],"properties":{"a":{"type":"integer","examples":[7,8],"default":9},
                         "b":{"enum":["B","C"]},"c":{"type":"array","default":[{"x":1}]},"d":{"anyOf":[{"type":"integer"},{"type":"null"}],
                         "default":null},"e":{"const":"E"}}})"));
        assertExample(R"({"a":"ONE","b":"one"})",
                      structOf(R"({"type":"object","required":["a","b"],"properties":{"a":{"$ref":"#/$defs/N"},"b":{"$ref":"#/$defs/N",
                                   "default":"one"}},"$defs":{"N":{"enum":["ONE","TWO"],"title":"N","type":"integer"}}})"));
    }

    void NumbersAndTextsKeepTheirBounds()
    {
        const std::pair<const char*, const char*> rows[] = {
            {R"({"type":"integer","minimum":10})", "10"},
            {R"({"type":"integer","exclusiveMinimum":10})", "11"},
            {R"({"type":"integer","maximum":-3})", "-3"},
            {R"({"type":"integer","exclusiveMaximum":1})", "0"},
            {R"({"type":"number","exclusiveMinimum":0,"exclusiveMaximum":1})", "0.5"},
            {R"({"type":"number","minimum":2,"maximum":3})", "2"},
            {R"({"type":"string","minLength":6})", R"("textxx")"},
            {R"({"type":"string","maxLength":2})", R"("te")"},
            {R"({"type":"array","items":{"type":"boolean"},"minItems":2})", "[true,true]"},
            {R"({"type":"array","items":{"type":"boolean"},"maxItems":0})", "[]"},
        };
        for (const auto& [schema, expected] : rows)
            assertExample(R"({"p":)" + std::string(expected) + "}",
                          structOf(R"({"type":"object","required":["p"],"properties":{"p":)" + std::string(schema) + "}}"));
        for (const char* schema :
             {R"({"type":"integer","minimum":3,"maximum":2})", R"({"type":"string","minLength":100000})",
              R"({"type":"string","format":"binary","minLength":5})", R"({"type":"array","items":{"type":"null"},"minItems":100000})"})
            assertExample("", structOf(R"({"type":"object","required":["p"],"properties":{"p":)" + std::string(schema) + "}}"));
    }

    /// The task looks at it when it starts.
    void ASetHasNothingTwice()
    {
        const std::pair<const char*, const char*> rows[] = {
            {R"({"items":{"type":"integer"},"minItems":4)", "[1,2,0,3]"},
            {R"({"items":{"type":"integer","minimum":50},"minItems":3)", "[50,51,52]"},
            {R"({"items":{"type":"integer","maximum":1},"minItems":2)", "[1,0]"},
            {R"({"items":{"type":"integer","multipleOf":100},"minItems":2)", "[100,200]"},
            {R"({"items":{"type":"number","minimum":0},"minItems":2)", "[1.5,2.5]"},
            {R"({"items":{"type":"boolean"},"minItems":2)", "[true,false]"},
            {R"({"items":{"type":"string"},"minItems":3)", R"(["text","texb","texc"])"},
            {R"({"items":{"type":"string","maxLength":1},"minItems":2)", R"(["t","b"])"},
            {R"({"items":{"enum":["A","B","C"]},"minItems":2)", R"(["A","B"])"},
            {R"({"items":{"type":"integer","examples":[7,7,9]},"minItems":2)", "[7,9]"},
            {R"({"items":{"type":"integer","default":4},"minItems":2)", "[4,2]"},
            {R"({"prefixItems":[{"type":"integer"},{"type":"integer"}],"items":{"type":"null"},"minItems":3)", "[1,2,null]"},
            {R"({"items":{"type":"object","required":["n"],"properties":{"n":{"type":"integer"}}},"minItems":2)", R"([{"n":1},{"n":2}])"},
            {R"({"items":{"type":"array","items":{"type":"integer"}},"minItems":2)", "[[1],[2]]"},
            {R"({"items":{"type":"string"})", R"(["text"])"},
        };
        const auto taskOf = [](const std::string& schema) {
            return structOf(R"({"type":"object","required":["p"],"properties":{"p":)" + schema +
                            R"(,"type":"array","uniqueItems":true}}})");
        };
        for (const auto& [schema, expected] : rows) assertExample(R"({"p":)" + std::string(expected) + "}", taskOf(schema));
        for (const char* schema :
             {R"({"items":{"type":"null"},"minItems":2)", R"({"items":{"const":1},"minItems":2)",
              R"({"items":{"type":"boolean"},"minItems":3)", R"({"items":{"type":"string","format":"date"},"minItems":2)",
              R"({"items":{"type":"integer","minimum":1,"maximum":1},"minItems":2)"})
            assertExample("", taskOf(schema));
        assertExample(R"({"p":[true,true,true]})",
                      structOf(R"({"type":"object","required":["p"],"properties":{"p":{"items":{"type":"boolean","default":true},)"
                               R"("minItems":3,"type":"array","uniqueItems":false}}})"));
    }

    void ASchemaThatHoldsItselfComesToAnEnd()
    {
        const auto list = exampleOf(structOf(R"({"type":"object","required":["next"],
                                                 "properties":{"next":{"anyOf":[{"$ref":"#"},{"type":"null"}]}}})"));
        CPPUNIT_ASSERT(list.find(R"({"next":null})") != list.npos);
        CPPUNIT_ASSERT(list.size() < 100);
        assertExample("", structOf(R"({"type":"object","required":["a","b"],"properties":{"a":{"$ref":"#"},"b":{"$ref":"#"}}})"));
        assertExample("{}", structOf(R"({"$ref":"#"})"));
    }

    void DefaultsAreShownAndOptionalInputsAreNull()
    {
        auto spec = taskWith({{"a", simple(core::STRING)},
                              {"b", unionOf({simple(core::INTEGER), simple(core::NONE)})},
                              {"c", unionOf({simple(core::INTEGER), simple(core::NONE)})},
                              {"d", simple(core::FLOAT)}});
        setDefault(spec, "a", text("world"));
        setDefault(spec, "c", integer(3));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"a":"world","b":null,"c":3,"d":1.5})"), exampleOf(spec));
    }

    void WhereOneInputHasNoneThereIsNone()
    {
        auto spec = taskWith({{"a", simple(core::STRING)}, {"b", simple(core::ERROR)}});
        CPPUNIT_ASSERT_EQUAL(std::string(), exampleOf(spec));
        setDefault(spec, "b", text("what cannot be given"));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"a":"text"})"), exampleOf(spec));
    }

    void ManyVariantsComeToAnEnd()
    {
        auto type = simple(core::DATETIME);
        for (int level = 0; level < 10; ++level) type = listOf(unionOf({type, type}));
        assertExample("[[[[[[[[[[]]]]]]]]]]", type);
        const auto unknown = structOf(R"({"type":"object","required":["p"],"properties":{"p":{"type":"string","pattern":"^a+$"}}})");
        assertExample("", unionOf(std::vector<core::LiteralType>(2000, unknown)));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ExampleTest);
