#include "support.h"

using namespace values_test;

namespace
{

core::LiteralType blob(core::BlobType::BlobDimensionality dimensionality, const std::string& format = {})
{
    core::LiteralType type;
    type.mutable_blob()->set_dimensionality(dimensionality);
    type.mutable_blob()->set_format(format);
    return type;
}

core::LiteralType dataset(const std::string& format = {})
{
    core::LiteralType type;
    type.mutable_structured_dataset_type()->set_format(format);
    auto& column = *type.mutable_structured_dataset_type()->add_columns();
    column.set_name("c");
    column.mutable_literal_type()->set_simple(core::INTEGER);
    return type;
}

core::LiteralType schemaType()
{
    core::LiteralType type;
    type.mutable_schema()->add_columns()->set_name("c");
    return type;
}

const auto file = blob(core::BlobType::SINGLE);
const auto directory = blob(core::BlobType::MULTIPART);

} // namespace

class ReferencesTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ReferencesTest);
    CPPUNIT_TEST(ABlobIsAUriOrAnObject);
    CPPUNIT_TEST(ABlobHasTheDeclaredDimensionality);
    CPPUNIT_TEST(ABlobGoesOutWithItsName);
    CPPUNIT_TEST(WhatTheServerGaveOutMayBePassedIn);
    CPPUNIT_TEST(WhatIsNoBlobIsRefused);
    CPPUNIT_TEST(ADatasetIsAUriOrAnObject);
    CPPUNIT_TEST(ASchemaIsAUriOrAnObject);
    CPPUNIT_TEST(WhatIsNoTableIsRefused);
    CPPUNIT_TEST_SUITE_END();

public:
    void ABlobIsAUriOrAnObject()
    {
        struct
        {
            const char *json, *uri, *format, *hash;
        } const table[] = {
            {R"("s3://b/f.csv")", "s3://b/f.csv", "", ""},
            {R"({"uri":"s3://b/f"})", "s3://b/f", "", ""},
            {R"({"path":"s3://b/f","format":"csv","hash":"h1"})", "s3://b/f", "csv", "h1"},
            {R"({"path":"s3://b/f","format":null,"hash":null})", "s3://b/f", "", ""},
            {R"({"uri":"s3://b/f","path":"s3://b/f"})", "s3://b/f", "", ""},
            {R"({"uri":"s3://b/1","uri":"s3://b/2"})", "s3://b/2", "", ""},
        };
        for (const auto& row : table)
        {
            const auto literal = in(file, row.json);
            CPPUNIT_ASSERT_EQUAL_MESSAGE(row.json, std::string(row.uri), literal.scalar().blob().uri());
            CPPUNIT_ASSERT_EQUAL_MESSAGE(row.json, std::string(row.format), literal.scalar().blob().metadata().type().format());
            CPPUNIT_ASSERT_EQUAL_MESSAGE(row.json, std::string(row.hash), literal.hash());
        }
        const auto csv = blob(core::BlobType::SINGLE, "csv");
        CPPUNIT_ASSERT_EQUAL(std::string("csv"), in(csv, R"("s3://b/f")").scalar().blob().metadata().type().format());
        CPPUNIT_ASSERT_EQUAL(std::string("tsv"),
                             in(csv, R"({"uri":"s3://b/f","format":"tsv"})").scalar().blob().metadata().type().format());
    }

    void ABlobHasTheDeclaredDimensionality()
    {
        CPPUNIT_ASSERT(core::BlobType::SINGLE == in(file, R"("s3://b/f")").scalar().blob().metadata().type().dimensionality());
        CPPUNIT_ASSERT(core::BlobType::MULTIPART ==
                       in(directory, R"({"path":"s3://b/d/"})").scalar().blob().metadata().type().dimensionality());
        CPPUNIT_ASSERT(in(file, R"("s3://b/f")").scalar().blob().metadata().has_type());
        assertHolds(refusal(file, R"({"uri":"s3://b/d","dimensionality":"MULTIPART"})"),
                    {"x: expected dimensionality SINGLE, got MULTIPART"});
    }

    void ABlobGoesOutWithItsName()
    {
        CPPUNIT_ASSERT_EQUAL(
            std::string(
                R"({"path":"s3://b/in.csv","name":"in.csv","format":"csv","hash":"h","uri":"s3://b/in.csv","dimensionality":"SINGLE"})"),
            out(in(file, R"({"uri":"s3://b/in.csv","format":"csv","hash":"h"})"), file));
        CPPUNIT_ASSERT_EQUAL(
            std::string(R"({"path":"s3://b/dir/","name":"dir","format":"","hash":null,"uri":"s3://b/dir/","dimensionality":"MULTIPART"})"),
            out(in(directory, R"("s3://b/dir/")"), directory));
        const std::pair<const char*, const char*> table[] = {{"f", "f"}, {"/f", "f"}, {"a/b//", "b"}, {"///", ""}};
        for (const auto& [uri, name] : table)
            assertHolds(out(in(file, "\"" + std::string(uri) + "\"")), {"\"name\":\"" + std::string(name) + "\""});
    }

    void WhatTheServerGaveOutMayBePassedIn()
    {
        const auto literal = in(directory, R"({"uri":"s3://b/d","format":"x","hash":"h"})");
        assertSame(literal, in(directory, out(literal, directory)), "blob");
        const auto table = in(dataset(), R"({"uri":"s3://b/t","format":"parquet"})");
        assertSame(table, in(dataset(), out(table, dataset())), "dataset");
    }

    void WhatIsNoBlobIsRefused()
    {
        for (const auto* json : {"1", "null", "[]", "true", "\"\"", "{}", R"({"uri":""})", R"({"uri":null})", R"({"uri":7})",
                                 R"({"uri":"a","path":"b"})", R"({"uri":"a","size":1})", R"({"uri":"a","hash":1})"})
            assertHolds(refusal(file, json), {"x"});
        assertHolds(refusal(file, "1"), {"x: expected file as a uri", "got integer"});
        assertHolds(refusal(file, R"({"uri":"a","size":1})"), {"x: has an unknown key size"});
        assertHolds(refusal(file, R"({"uri":7})"), {"x.uri: expected string, got integer"});
    }

    void ADatasetIsAUriOrAnObject()
    {
        const auto type = dataset();
        auto literal = in(type, R"("s3://b/t.parquet")");
        CPPUNIT_ASSERT_EQUAL(std::string("s3://b/t.parquet"), literal.scalar().structured_dataset().uri());
        assertSame(type.structured_dataset_type(), literal.scalar().structured_dataset().metadata().structured_dataset_type(), "type");
        literal = in(type, R"({"uri":"s3://b/t","format":"parquet"})");
        CPPUNIT_ASSERT_EQUAL(std::string("parquet"), literal.scalar().structured_dataset().metadata().structured_dataset_type().format());
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"uri":"s3://b/t","format":"parquet"})"), out(literal, type));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"uri":"s3://b/t","format":"csv"})"), out(in(dataset("csv"), R"("s3://b/t")")));
    }

    void ASchemaIsAUriOrAnObject()
    {
        for (const auto* json : {R"("s3://b/t")", R"({"uri":"s3://b/t","format":"parquet"})"})
        {
            const auto literal = in(schemaType(), json);
            CPPUNIT_ASSERT_EQUAL(std::string("s3://b/t"), literal.scalar().schema().uri());
            assertSame(schemaType().schema(), literal.scalar().schema().type(), json);
            CPPUNIT_ASSERT_EQUAL(std::string(R"({"uri":"s3://b/t","format":""})"), out(literal));
        }
    }

    void WhatIsNoTableIsRefused()
    {
        for (const auto& type : {dataset(), schemaType()})
            for (const auto* json : {"1", "null", "[]", "\"\"", "{}", R"({"format":"csv"})", R"({"uri":"a","hash":"b"})"})
                assertHolds(refusal(type, json), {"x: "});
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ReferencesTest);
