#include "sandbox/tasks/type_syntax.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::sandbox;
using flyteidl2::core::BlobType;
using flyteidl2::core::LiteralType;
using flyteidl2::core::SimpleType;

namespace
{

LiteralType fromJson(const char* text)
{
    rapidjson::Document json;
    json.Parse(text);
    CPPUNIT_ASSERT(!json.HasParseError());
    return typeFromJson(json);
}

std::string refusal(const std::string& text)
{
    try
    {
        typeFromText(text);
    }
    catch (const std::invalid_argument& e)
    {
        return e.what();
    }
    return "accepted";
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

class TypeSyntaxTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TypeSyntaxTest);
    CPPUNIT_TEST(EveryTypeIsToldAsItWasDeclared);
    CPPUNIT_TEST(OneWordNamesASimpleType);
    CPPUNIT_TEST(ABarBindsWeakerThanListOf);
    CPPUNIT_TEST(OptionalAddsNoneToTheVariants);
    CPPUNIT_TEST(VariantsAreTagged);
    CPPUNIT_TEST(FilesAndFoldersDifferByDimensionality);
    CPPUNIT_TEST(JsonSaysTheSame);
    CPPUNIT_TEST(AStructMayHaveASchema);
    CPPUNIT_TEST(ADatasetMayHaveColumns);
    CPPUNIT_TEST(WhatIsNoTypeIsRefusedWithAReason);
    CPPUNIT_TEST(DeepNestingIsRefused);
    CPPUNIT_TEST_SUITE_END();

    void EveryTypeIsToldAsItWasDeclared()
    {
        for (const char* text : {"integer",
                                 "float",
                                 "boolean",
                                 "string",
                                 "datetime",
                                 "duration",
                                 "none",
                                 "struct",
                                 "binary",
                                 "file",
                                 "folder",
                                 "file(csv)",
                                 "folder(parquet)",
                                 "dataset",
                                 "dataset(parquet)",
                                 "schema",
                                 "enum(RED, GREEN)",
                                 "list of integer",
                                 "map of list of string",
                                 "integer | none",
                                 "list of (integer | string)",
                                 "integer | list of string | none"})
            CPPUNIT_ASSERT_EQUAL(std::string(text), typeText(typeFromText(text)));
    }

    void OneWordNamesASimpleType()
    {
        CPPUNIT_ASSERT_EQUAL(SimpleType::INTEGER, typeFromText(" integer ").simple());
        CPPUNIT_ASSERT_EQUAL(SimpleType::BINARY, typeFromText("binary").simple());
        CPPUNIT_ASSERT(typeFromText("none").has_simple());
    }

    void ABarBindsWeakerThanListOf()
    {
        CPPUNIT_ASSERT_EQUAL(2, typeFromText("list of integer | none").union_type().variants_size());
        CPPUNIT_ASSERT(typeFromText("list of (integer | none)").collection_type().has_union_type());
    }

    void OptionalAddsNoneToTheVariants()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("integer | none"), typeText(typeFromText("optional integer")));
        CPPUNIT_ASSERT_EQUAL(std::string("integer | string | none"), typeText(typeFromText("optional (integer | string)")));
        CPPUNIT_ASSERT_EQUAL(std::string("list of integer | none"), typeText(typeFromText("optional list of integer")));
    }

    void VariantsAreTagged()
    {
        const auto type = typeFromText("integer | list of string");
        CPPUNIT_ASSERT_EQUAL(std::string("int"), type.union_type().variants(0).structure().tag());
        CPPUNIT_ASSERT_EQUAL(std::string("list"), type.union_type().variants(1).structure().tag());
    }

    void FilesAndFoldersDifferByDimensionality()
    {
        CPPUNIT_ASSERT_EQUAL(BlobType::SINGLE, typeFromText("file").blob().dimensionality());
        CPPUNIT_ASSERT_EQUAL(BlobType::MULTIPART, typeFromText("folder(csv)").blob().dimensionality());
        CPPUNIT_ASSERT_EQUAL(std::string("csv"), typeFromText("folder(csv)").blob().format());
    }

    void JsonSaysTheSame()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("list of integer"), typeText(fromJson(R"({"list": "integer"})")));
        CPPUNIT_ASSERT_EQUAL(std::string("map of list of string"), typeText(fromJson(R"({"map": {"list": "string"}})")));
        CPPUNIT_ASSERT_EQUAL(std::string("float | none"), typeText(fromJson(R"({"optional": "float"})")));
        CPPUNIT_ASSERT_EQUAL(std::string("float | string"), typeText(fromJson(R"({"union": ["float", "string"]})")));
        const auto named = fromJson(R"json({"enum": ["with, comma", "(parens)"]})json");
        CPPUNIT_ASSERT_EQUAL(std::string("with, comma"), named.enum_type().values(0));
        CPPUNIT_ASSERT_EQUAL(std::string("(parens)"), named.enum_type().values(1));
    }

    void AStructMayHaveASchema()
    {
        const auto type = fromJson(R"({"struct": {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}})");
        CPPUNIT_ASSERT_EQUAL(SimpleType::STRUCT, type.simple());
        CPPUNIT_ASSERT_EQUAL(std::string("id"), type.metadata().fields().at("required").list_value().values(0).string_value());
    }

    void ADatasetMayHaveColumns()
    {
        const auto type = fromJson(R"({"dataset": {"format": "parquet", "columns": {"id": "integer", "tags": "list of string"}}})");
        CPPUNIT_ASSERT_EQUAL(std::string("parquet"), type.structured_dataset_type().format());
        CPPUNIT_ASSERT_EQUAL(2, type.structured_dataset_type().columns_size());
        CPPUNIT_ASSERT(type.structured_dataset_type().columns(1).literal_type().has_collection_type());
    }

    void WhatIsNoTypeIsRefusedWithAReason()
    {
        CPPUNIT_ASSERT(contains(refusal("number"), "there is no type `number`; known are integer, float"));
        CPPUNIT_ASSERT(contains(refusal("list integer"), "`list` must be followed by `of`"));
        CPPUNIT_ASSERT(contains(refusal("list of"), "a type is missing"));
        CPPUNIT_ASSERT(contains(refusal("(integer"), "a `)` is missing"));
        CPPUNIT_ASSERT(contains(refusal("integer string"), "`string` is left over"));
        CPPUNIT_ASSERT(contains(refusal("integer | integer"), "the same"));
        CPPUNIT_ASSERT(contains(refusal("enum()"), "empty"));
        CPPUNIT_ASSERT(contains(refusal("enum(A, A)"), "twice"));
        CPPUNIT_ASSERT(contains(refusal("integer(csv)"), "only file, folder and dataset take a format"));
        CPPUNIT_ASSERT(contains(refusal(""), "a type is missing"));
        CPPUNIT_ASSERT_THROW(fromJson("3"), std::invalid_argument);
        CPPUNIT_ASSERT_THROW(fromJson(R"({"list": "integer", "map": "integer"})"), std::invalid_argument);
        CPPUNIT_ASSERT_THROW(fromJson(R"({"tuple": []})"), std::invalid_argument);
        CPPUNIT_ASSERT_THROW(fromJson(R"({"union": []})"), std::invalid_argument);
    }

    void DeepNestingIsRefused()
    {
        std::string text = "integer";
        for (int i = 0; i < 5000; ++i) text.insert(0, "list of ");
        CPPUNIT_ASSERT(contains(refusal(text), "nested too deeply"));
        CPPUNIT_ASSERT(contains(refusal(std::string(100000, '(')), "nested too deeply"));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TypeSyntaxTest);

} // namespace
