#include "flyteidl2/core/interface.pb.h"
#include "support.h"
#include <flyte_webhook/flyte/json_schema.h>
#include <google/protobuf/struct.pb.h>
#include <limits>

using namespace values_test;

namespace
{

std::string outputsSchema(const core::LiteralType& type)
{
    task::TaskSpec spec;
    auto& variable = *spec.mutable_task_template()->mutable_interface()->mutable_outputs()->add_variables();
    variable.set_key("o0");
    *variable.mutable_value()->mutable_type() = type;
    rapidjson::StringBuffer buffer;
    flyte_webhook::JsonWriter writer(buffer);
    flyte::writeOutputsSchema(writer, spec);
    return buffer.GetString();
}

} // namespace

/// Whether a schema and the converter accept the same is tried out by the property test of tests/tasks.
class JsonSchemaTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(JsonSchemaTest);
    CPPUNIT_TEST(AnInterfaceIsAClosedObject);
    CPPUNIT_TEST(InputsWithADefaultAndOptionalOnesMayBeLeftOut);
    CPPUNIT_TEST(ADescriptionIsCarriedOver);
    CPPUNIT_TEST(SimpleTypes);
    CPPUNIT_TEST(WhatHasNoJsonFormIsNeverAccepted);
    CPPUNIT_TEST(ContainersAndEnums);
    CPPUNIT_TEST(UnionsListTheirVariants);
    CPPUNIT_TEST(ATextThatCouldBeOfTwoVariantsIsOfNone);
    CPPUNIT_TEST(ManyVariantsMakeNoHugeSchema);
    CPPUNIT_TEST(AnInputSaysItsOwnDescriptionAndDefault);
    CPPUNIT_TEST(ADefaultIsToldAsItCanBeGiven);
    CPPUNIT_TEST(NamesThatNeedItAreEscapedInReferences);
    CPPUNIT_TEST(FilesAndTablesAreUrisOrObjects);
    CPPUNIT_TEST(OutputsAreOfTheFormInWhichTheyAreShown);
    CPPUNIT_TEST_SUITE_END();

public:
    void AnInterfaceIsAClosedObject()
    {
        CPPUNIT_ASSERT_EQUAL(
            std::string(R"({"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{)"
                        R"("b":{"type":"boolean"},"a":{"type":"string"}},"required":["b","a"],"additionalProperties":false,)"
                        R"("examples":[{"b":true,"a":"text"}]})"),
            inputsSchema(taskWith({{"b", simple(core::BOOLEAN)}, {"a", simple(core::STRING)}})));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"type":"object","properties":{},"required":[],"additionalProperties":false,"examples":[{}]})"),
                             inputsSchema({}, "#/a"));
    }

    void InputsWithADefaultAndOptionalOnesMayBeLeftOut()
    {
        auto spec = taskWith(
            {{"a", simple(core::BOOLEAN)}, {"b", simple(core::STRING)}, {"c", unionOf({simple(core::STRING), simple(core::NONE)})}});
        setDefault(spec, "b", text("x"));
        const auto schema = json(inputsSchema(spec));
        CPPUNIT_ASSERT_EQUAL(1u, schema["required"].Size());
        CPPUNIT_ASSERT_EQUAL(std::string("a"), std::string(schema["required"][0].GetString()));
        CPPUNIT_ASSERT_EQUAL(std::string("x"), std::string(schema["properties"]["b"]["default"].GetString()));
    }

    void ADescriptionIsCarriedOver()
    {
        auto spec = taskWith({{"a", simple(core::DATETIME)}});
        spec.mutable_task_template()->mutable_interface()->mutable_inputs()->mutable_variables(0)->mutable_value()->set_description(
            "When.");
        const auto schema = inputsSchema(spec);
        CPPUNIT_ASSERT(schema.find(R"("a":{"description":"When.","type":"string","pattern":)") != schema.npos);
        CPPUNIT_ASSERT(schema.find("RFC 3339") == schema.npos);
    }

    void SimpleTypes()
    {
        assertInput(R"({"type":"null"})", simple(core::NONE));
        assertInput(R"({"type":"boolean"})", simple(core::BOOLEAN));
        assertInput(R"({"type":"string"})", simple(core::STRING));
        assertInput(R"({"type":"integer","minimum":-9223372036854775808,"maximum":9223372036854775807})", simple(core::INTEGER));
        assertInput(R"({"type":"number","minimum":-1.7976931348623157e308,"maximum":1.7976931348623157e308})", simple(core::FLOAT));
        assertInput(R"({"type":"object"})", structOf());
        assertHolds(inputSchema(simple(core::DATETIME)), {R"({"type":"string","pattern":"^(?!0000))", "description"});
        assertHolds(inputSchema(simple(core::DURATION)), {R"({"type":["number","string"],"minimum":-315576000000)", "PT1M30S"});
        assertHolds(inputSchema(simple(core::BINARY)), {R"({"type":"string","contentEncoding":"base64","pattern":)"});
    }

    void WhatHasNoJsonFormIsNeverAccepted()
    {
        assertInput(R"({"not":{}})", {});
        assertInput(R"({"not":{}})", simple(core::ERROR));
        assertInput(R"({"not":{}})", enumOf({}));
        assertInput(R"({"not":{}})", unionOf({}));
    }

    void ContainersAndEnums()
    {
        assertInput(R"({"type":"array","items":{"type":"object","additionalProperties":{"type":"boolean"}}})",
                    listOf(mapOf(simple(core::BOOLEAN))));
        assertInput(R"({"type":"string","enum":["RED","GREEN"]})", enumOf({"RED", "GREEN"}));
    }

    void UnionsListTheirVariants()
    {
        assertInput(R"({"anyOf":[{"type":"string"},{"type":"null"}]})", unionOf({simple(core::STRING), simple(core::NONE)}));
    }

    void ATextThatCouldBeOfTwoVariantsIsOfNone()
    {
        const auto schema = json(inputSchema(unionOf({table(), simple(core::BOOLEAN), blob(core::BlobType::SINGLE)})));
        const auto& variants = schema["anyOf"];
        CPPUNIT_ASSERT_EQUAL(3u, variants.Size());
        CPPUNIT_ASSERT(!variants[1].HasMember("not"));
        for (const unsigned i : {0u, 2u})
        {
            CPPUNIT_ASSERT_EQUAL(std::string("string"), std::string(variants[i]["not"]["type"].GetString()));
            CPPUNIT_ASSERT_EQUAL(1u, variants[i]["not"]["anyOf"].Size());
        }
        CPPUNIT_ASSERT(!json(inputSchema(unionOf({table(), simple(core::NONE)})))["anyOf"][0].HasMember("not"));
    }

    void ManyVariantsMakeNoHugeSchema()
    {
        const auto schema = inputSchema(unionOf(std::vector<core::LiteralType>(2000, simple(core::DATETIME))));
        CPPUNIT_ASSERT(schema.size() < 2'000'000);
        assertHolds(schema, {R"("not":{"type":"string"}})"});
    }

    void AnInputSaysItsOwnDescriptionAndDefault()
    {
        auto spec = taskWith({{"x", structOf(R"({"type":"object","description":"of the class","default":{}})")}});
        setDefault(spec, "x",
                   binary(std::string("\x81\xa1"
                                      "a\x01",
                                      4),
                          "msgpack"));
        spec.mutable_task_template()->mutable_interface()->mutable_inputs()->mutable_variables(0)->mutable_value()->set_description("mine");
        assertHolds(inputsSchema(spec), {R"("x":{"description":"mine","default":{"a":1},"type":"object"})"});
    }

    void ADefaultIsToldAsItCanBeGiven()
    {
        const auto file = blob(core::BlobType::SINGLE);
        core::Literal lies;
        *lies.mutable_scalar()->mutable_blob()->mutable_metadata()->mutable_type() = file.blob();
        lies.mutable_scalar()->mutable_blob()->set_uri("s3://a/b.csv");
        core::Literal list, map, chosen;
        *list.mutable_collection()->add_literals() = lies;
        (*map.mutable_map()->mutable_literals())["k"] = lies;
        *chosen.mutable_scalar()->mutable_union_()->mutable_value() = lies;
        *chosen.mutable_scalar()->mutable_union_()->mutable_type() = file;

        auto spec = taskWith({{"file", file},
                              {"list", listOf(file)},
                              {"map", mapOf(file)},
                              {"chosen", unionOf({file, simple(core::NONE)})},
                              {"infinite", simple(core::FLOAT)}});
        setDefault(spec, "file", lies);
        setDefault(spec, "list", list);
        setDefault(spec, "map", map);
        setDefault(spec, "chosen", chosen);
        setDefault(spec, "infinite", number(std::numeric_limits<double>::infinity()));
        const std::string told = R"({"name":"b.csv","format":"","hash":null,"uri":"s3://a/b.csv","dimensionality":"SINGLE"})";
        const auto schema = inputsSchema(spec);
        assertHolds(schema, {R"("file":{"default":)" + told, R"("list":{"default":[)" + told, R"("map":{"default":{"k":)" + told,
                             R"("chosen":{"default":)" + told, R"("infinite":{"type":"number")", R"("required":[])"});
    }

    void NamesThatNeedItAreEscapedInReferences()
    {
        const auto type = structOf(R"({"type":"object","properties":{"p":{"$ref":"#"}}})");
        assertHolds(inputsSchema(taskWith({{"a/b ~\xc3\xa4", type}})), {R"("$ref":"#/properties/a~1b%20~0%C3%A4")"});
    }

    void FilesAndTablesAreUrisOrObjects()
    {
        assertHolds(inputSchema(blob(core::BlobType::MULTIPART)), {R"("dimensionality":{"enum":["MULTIPART","",null]})", "a directory"});
        assertHolds(inputSchema(table()), {R"({"anyOf":[{"type":"string","minLength":1},)", "a table"});
    }

    void OutputsAreOfTheFormInWhichTheyAreShown()
    {
        const auto begin = std::string(R"({"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{"o0":)");
        const auto end = std::string(R"(},"required":["o0"],"additionalProperties":false})");
        const std::pair<core::LiteralType, std::string> rows[] = {
            {simple(core::DATETIME), R"({"type":"string","format":"date-time"})"},
            {simple(core::DURATION), R"({"type":"number"})"},
            {simple(core::BINARY), R"({"type":"string","contentEncoding":"base64"})"},
            {unionOf({table(), simple(core::NONE)}),
             R"({"anyOf":[{"type":"object","required":["uri","format"],"properties":{"uri":{"type":"string"},"format":{"type":"string"}}},{"type":"null"}]})"}};
        for (const auto& [type, expected] : rows) CPPUNIT_ASSERT_EQUAL(begin + expected + end, outputsSchema(type));
        assertHolds(outputsSchema(blob(core::BlobType::SINGLE)), {R"("dimensionality":{"const":"SINGLE"})"});
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(JsonSchemaTest);
