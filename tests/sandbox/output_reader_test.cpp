#include "sandbox/runs/output_reader.h"
#include "sandbox/tasks/literals.h"
#include "sandbox/tasks/type_syntax.h"
#include "support/temporary_directory.h"
#include <cppunit/extensions/HelperMacros.h>
#include <sys/stat.h>

using namespace flyte_webhook::sandbox;
using flyte_webhook::test::TemporaryDirectory;
using flyteidl2::core::VariableMap;

namespace
{

VariableMap declared(std::initializer_list<std::pair<const char*, const char*>> outputs)
{
    VariableMap map;
    for (const auto& [name, type] : outputs)
    {
        auto& entry = *map.add_variables();
        entry.set_key(name);
        *entry.mutable_value()->mutable_type() = typeFromText(type);
    }
    return map;
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

class OutputReaderTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(OutputReaderTest);
    CPPUNIT_TEST(ScalarsStandAsTheyAre);
    CPPUNIT_TEST(OneNewlineAtTheEndOfATextDoesNotCount);
    CPPUNIT_TEST(ContainersAndStructsAreJson);
    CPPUNIT_TEST(UnionsAreJsonOrText);
    CPPUNIT_TEST(ABinaryIsTheFilesBytes);
    CPPUNIT_TEST(FilesFoldersAndDatasetsAreTheirAddress);
    CPPUNIT_TEST(WhatMayBeNoneMayBeLeftOut);
    CPPUNIT_TEST(EveryBadOutputIsToldAtOnce);
    CPPUNIT_TEST(APipeOrAFolderInTheWayKeepsNobodyWaiting);
    CPPUNIT_TEST(AHugeOutputIsRefused);
    CPPUNIT_TEST(OrderIsThatOfTheDeclaration);
    CPPUNIT_TEST_SUITE_END();

    TemporaryDirectory _folder;

    std::string read(const char* type, const std::string& content)
    {
        _folder.write("x", content);
        const auto outputs = readOutputs(declared({{"x", type}}), _folder.path().string());
        CPPUNIT_ASSERT_EQUAL(1, outputs.literals_size());
        return jsonText(outputs.literals(0).value(), typeFromText(type));
    }

    std::string problem(const VariableMap& outputs)
    {
        try
        {
            readOutputs(outputs, _folder.path().string());
        }
        catch (const BadOutputs& e)
        {
            return e.what();
        }
        return "accepted";
    }

    std::string problem(const char* type, const std::string& content)
    {
        _folder.write("x", content);
        return problem(declared({{"x", type}}));
    }

    void ScalarsStandAsTheyAre()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("9223372036854775807"), read("integer", "9223372036854775807\n"));
        CPPUNIT_ASSERT_EQUAL(std::string("2.0"), read("float", " 2\n"));
        CPPUNIT_ASSERT_EQUAL(std::string("true"), read("boolean", "true\n"));
        CPPUNIT_ASSERT_EQUAL(std::string("\"2026-03-04T05:06:07.891Z\""), read("datetime", "2026-03-04T06:06:07.891+01:00\n"));
        CPPUNIT_ASSERT_EQUAL(std::string("90.0"), read("duration", "PT1M30S\n"));
        CPPUNIT_ASSERT_EQUAL(std::string("1.5"), read("duration", "1.5\n"));
        CPPUNIT_ASSERT_EQUAL(std::string("null"), read("none", ""));
        CPPUNIT_ASSERT_EQUAL(std::string("\"RED\""), read("enum(RED, GREEN)", "RED\n"));
    }

    void OneNewlineAtTheEndOfATextDoesNotCount()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("\"a\""), read("string", "a\n"));
        CPPUNIT_ASSERT_EQUAL(std::string("\" a\\nb\\n\""), read("string", " a\nb\n\n"));
        CPPUNIT_ASSERT_EQUAL(std::string("\"\""), read("string", ""));
    }

    void ContainersAndStructsAreJson()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("[1,2]"), read("list of integer", "[1, 2]\n"));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"a":["x"]})"), read("map of list of string", R"({"a": ["x"]})"));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"id":9007199254740993,"price":1.0})"),
                             read("struct", R"({"id": 9007199254740993, "price": 1.0})"));
    }

    void UnionsAreJsonOrText()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("3"), read("integer | string", "3\n"));
        CPPUNIT_ASSERT_EQUAL(std::string("\"three\""), read("integer | string", "three\n"));
        CPPUNIT_ASSERT_EQUAL(std::string("\"3\""), read("optional string", "3\n"));
        CPPUNIT_ASSERT_EQUAL(std::string("null"), read("optional string", "null"));
        CPPUNIT_ASSERT_EQUAL(std::string("null"), read("optional integer", "\n"));
        CPPUNIT_ASSERT_EQUAL(std::string("[\"a\"]"), read("boolean | list of string", "[\"a\"]"));
    }

    void ABinaryIsTheFilesBytes()
    {
        const std::string bytes("\0\xFF\n", 3);
        _folder.write("x", bytes);
        const auto outputs = readOutputs(declared({{"x", "binary"}}), _folder.path().string());
        CPPUNIT_ASSERT_EQUAL(bytes, outputs.literals(0).value().scalar().binary().value());
        CPPUNIT_ASSERT_EQUAL(bytes, fileContent(outputs.literals(0).value(), typeFromText("binary")));
    }

    void FilesFoldersAndDatasetsAreTheirAddress()
    {
        _folder.write("f", "content");
        _folder.write("d/one", "1");
        _folder.write("s", "table");
        const auto outputs =
            readOutputs(declared({{"f", "file(csv)"}, {"d", "folder"}, {"s", "dataset(parquet)"}}), _folder.path().string());
        const std::string base = "file://" + _folder.path().string();
        CPPUNIT_ASSERT_EQUAL(base + "/f", outputs.literals(0).value().scalar().blob().uri());
        CPPUNIT_ASSERT_EQUAL(base + "/d", outputs.literals(1).value().scalar().blob().uri());
        CPPUNIT_ASSERT_EQUAL(base + "/s", outputs.literals(2).value().scalar().structured_dataset().uri());
        CPPUNIT_ASSERT(contains(problem(declared({{"f", "folder"}})), "is a file, but a folder is expected"));
        CPPUNIT_ASSERT(contains(problem(declared({{"d", "file"}})), "is a folder, but a file is expected"));
    }

    void WhatMayBeNoneMayBeLeftOut()
    {
        const auto outputs = readOutputs(declared({{"a", "optional integer"}, {"b", "none"}}), _folder.path().string());
        CPPUNIT_ASSERT(outputs.literals(0).value().scalar().union_().value().scalar().has_none_type());
        CPPUNIT_ASSERT(outputs.literals(1).value().scalar().has_none_type());
    }

    void EveryBadOutputIsToldAtOnce()
    {
        _folder.write("b", "three");
        _folder.write("c", "[1, \"x\"]");
        const std::string text = problem(declared({{"a", "string"}, {"b", "integer"}, {"c", "list of integer"}}));
        for (const char* part :
             {"output `a` (string) was not written", "output `b` (integer) holds no JSON", "output c[1]: expected integer, got string"})
            CPPUNIT_ASSERT_MESSAGE(text, contains(text, part));
        CPPUNIT_ASSERT(contains(problem("boolean", "True"), "(boolean) holds no JSON; write true or false"));
        CPPUNIT_ASSERT(contains(problem("float", "nan"), "(float) holds no JSON; write a number, such as 0.5"));
        CPPUNIT_ASSERT(contains(problem("struct", "{'a': 1}"), "(struct) holds no JSON; write it as JSON has it"));
        CPPUNIT_ASSERT(contains(problem("string", "\xFF"), "not UTF-8"));
        CPPUNIT_ASSERT(contains(problem("integer", "\"3\""), "integer"));
        CPPUNIT_ASSERT(contains(problem("enum(A, B)", "C"), "A"));
        CPPUNIT_ASSERT(contains(problem("integer", "9223372036854775808"), "x"));
    }

    void APipeOrAFolderInTheWayKeepsNobodyWaiting()
    {
        CPPUNIT_ASSERT_EQUAL(0, ::mkfifo((_folder.path() / "x").c_str(), 0600));
        CPPUNIT_ASSERT(contains(problem(declared({{"x", "string"}})), "is no regular file"));
        _folder.write("folder/y", "");
        CPPUNIT_ASSERT(contains(problem(declared({{"folder", "string"}})), "is no regular file"));
    }

    void AHugeOutputIsRefused() { CPPUNIT_ASSERT(contains(problem("string", std::string((10 << 20) + 1, 'x')), "has 10485761 bytes")); }

    void OrderIsThatOfTheDeclaration()
    {
        for (const char* name : {"a", "z", "m"}) _folder.write(name, "1");
        const auto outputs = readOutputs(declared({{"z", "integer"}, {"a", "integer"}, {"m", "integer"}}), _folder.path().string());
        CPPUNIT_ASSERT(outputs.literals(0).name() == "z" && outputs.literals(1).name() == "a" && outputs.literals(2).name() == "m");
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(OutputReaderTest);

} // namespace
