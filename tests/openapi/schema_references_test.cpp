#include "endpoints/text_forms.h"
#include "openapi/schema_references.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::host;

/// A schema that becomes a part of a document.
class SchemaReferencesTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(SchemaReferencesTest);
    CPPUNIT_TEST(referencesWithinAreMoved);
    CPPUNIT_TEST(namesAndDataAreNoReferences);
    CPPUNIT_TEST(whatBearsTheNameOfDataIsASchemaWhereNamesAreFree);
    CPPUNIT_TEST(aStepIsReadAsAPartOfAnAddress);
    CPPUNIT_TEST(aSlashMayBeWrittenAsAnEscape);
    CPPUNIT_TEST(definitionsAreTakenFromWhereverTheyStand);
    CPPUNIT_TEST_SUITE_END();

    static std::string moved(const char* schema)
    {
        rapidjson::Document document;
        document.Parse(schema);
        moveReferences(
            document, [](std::string_view reference) { return "#/at" + std::string(reference.substr(1)); }, document.GetAllocator());
        return toJson(document);
    }

    static std::string told(const Definitions& definitions, const std::string& way = {})
    {
        std::string text;
        for (const auto& [name, definition] : definitions.below)
        {
            const auto there = way + name + " ";
            text += told(*definition, there);
            if (definition->schema) text += there + toJson(*definition->schema) + "\n";
        }
        return text;
    }

    void referencesWithinAreMoved()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"anyOf":[{"$ref":"#/at/$defs/a"},{"$ref":"#/at"}],"$defs":{"a":{"$ref":"other.json#/x"}}})"),
                             moved(R"({"anyOf":[{"$ref":"#/$defs/a"},{"$ref":"#"}],"$defs":{"a":{"$ref":"other.json#/x"}}})"));
    }

    void namesAndDataAreNoReferences()
    {
        for (const char* schema : {R"({"examples":[{"$ref":"#/a"}]})", R"({"const":{"$ref":"#/a"}})", R"({"default":{"$ref":"#/a"}})"})
            CPPUNIT_ASSERT_EQUAL(std::string(schema), moved(schema));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"properties":{"const":{"$ref":"#/at/a"},"$ref":{"type":"string"}}})"),
                             moved(R"({"properties":{"const":{"$ref":"#/a"},"$ref":{"type":"string"}}})"));
    }

    void whatBearsTheNameOfDataIsASchemaWhereNamesAreFree()
    {
        for (const char* keyword : {"properties", "patternProperties", "$defs", "definitions", "dependentSchemas"})
            for (const char* name : {"const", "default", "enum", "example", "examples"})
            {
                const auto schema = [&](const std::string& to)
                { return std::string(R"({")") + keyword + R"(":{")" + name + R"(":{"$ref":")" + to + R"("}}})"; };
                CPPUNIT_ASSERT_EQUAL(schema("#/at/a"), moved(schema("#/a").c_str()));
            }
    }

    void aStepIsReadAsAPartOfAnAddress()
    {
        for (const auto& [step, name] :
             {std::pair("a b", "a b"), std::pair("a%20b", "a b"), std::pair("a~1b~0", "a/b~"), std::pair("%7E1", "/"),
              std::pair("50%25", "50%"), std::pair("50%", "50%"), std::pair("~", "~"), std::pair("~01", "~1")})
            CPPUNIT_ASSERT_EQUAL(std::string(name), referredName(step));
    }

    void definitionsAreTakenFromWhereverTheyStand()
    {
        rapidjson::Document document;
        document.Parse(R"({"$defs":{"a/b":{"$defs":{"c":true},"not":{"definitions":{"d":{}}}}},"title":"t",
                           "anyOf":[{},{"definitions":{"e":1},"type":"null"}],"properties":{"$defs":{"type":"object"},"definitions":{}},
                           "default":{"$defs":{"f":{}}},"definitions":[1]})");
        const auto taken = takeDefinitions(document);
        CPPUNIT_ASSERT_EQUAL(std::string("$defs a/b $defs c true\n"
                                         "$defs a/b not definitions d {}\n"
                                         "$defs a/b {\"not\":{}}\n"
                                         "anyOf 1 definitions e 1\n"),
                             told(taken));
        CPPUNIT_ASSERT_EQUAL(std::size_t{2}, taken.below.size());
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"title":"t","anyOf":[{},{"type":"null"}],"properties":{"$defs":{"type":"object"},)"
                                         R"("definitions":{}},"default":{"$defs":{"f":{}}},"definitions":[1]})"),
                             toJson(document));
    }

    void aSlashMayBeWrittenAsAnEscape()
    {
        for (const auto& [said, plain] : {std::pair("#%2F$defs%2fa", "#/at/$defs/a"), std::pair("#/a%252Fb%2", "#/at/a%252Fb%2"),
                                          std::pair("#/a~1b%%2Fc%2", "#/at/a~1b%/c%2")})
            CPPUNIT_ASSERT_EQUAL(R"({"$ref":")" + std::string(plain) + R"("})",
                                 moved((R"({"$ref":")" + std::string(said) + R"("})").c_str()));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SchemaReferencesTest);
