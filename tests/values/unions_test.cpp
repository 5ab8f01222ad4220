#include "support.h"

using namespace values_test;

namespace
{

const auto intType = simple(core::INTEGER, "int");
const auto floatType = simple(core::FLOAT, "float");
const auto stringType = simple(core::STRING, "str");
const auto boolType = simple(core::BOOLEAN, "bool");
const auto noneType = simple(core::NONE, "none");

core::LiteralType tagged(core::LiteralType type, const std::string& tag)
{
    type.mutable_structure()->set_tag(tag);
    return type;
}

core::LiteralType fileType(const char* tag)
{
    core::LiteralType type;
    type.mutable_blob();
    return tagged(type, tag);
}

std::string tagOf(const core::Literal& literal) { return literal.scalar().union_().type().structure().tag(); }

} // namespace

class UnionsTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(UnionsTest);
    CPPUNIT_TEST(TheClosestVariantIsTaken);
    CPPUNIT_TEST(TheVariantIsKeptWhole);
    CPPUNIT_TEST(UnionsNest);
    CPPUNIT_TEST(WhenNoneFitsTheErrorListsTheVariants);
    CPPUNIT_TEST(TheNearestMissIsTold);
    CPPUNIT_TEST(ATieIsRefused);
    CPPUNIT_TEST(AnObjectForTwoKindsOfReferenceTakesTheFirst);
    CPPUNIT_TEST(AUnionGoesOutAsItsValue);
    CPPUNIT_TEST_SUITE_END();

public:
    void TheClosestVariantIsTaken()
    {
        struct
        {
            core::LiteralType type;
            const char* json;
            const char* tag;
        } const table[] = {
            {unionOf({intType, stringType, boolType}), "7", "int"},
            {unionOf({intType, stringType, boolType}), "\"7\"", "str"},
            {unionOf({intType, stringType, boolType}), "true", "bool"},
            {unionOf({floatType, intType}), "2", "int"},
            {unionOf({floatType, intType}), "2.5", "float"},
            {unionOf({intType, floatType}), "2.0", "float"},
            {unionOf({floatType, stringType}), "2", "float"},
            {unionOf({intType, stringType}), "2.0", "int"},
            {unionOf({intType, noneType}), "null", "none"},
            {unionOf({simple(core::DATETIME, "datetime"), stringType}), "\"2026-03-04\"", "str"},
            {unionOf({simple(core::DATETIME, "datetime"), simple(core::DURATION, "duration")}), "\"PT5S\"", "duration"},
            {unionOf({simple(core::DURATION, "duration"), floatType}), "5", "float"},
            {unionOf({fileType("File"), noneType}), "\"s3://b/f\"", "File"},
            {unionOf({tagged(listOf(intType), "ints"), tagged(listOf(floatType), "floats")}), "[1,2.5]", "floats"},
            {unionOf({tagged(listOf(floatType), "floats"), tagged(listOf(intType), "ints")}), "[1,2]", "ints"},
            {unionOf({tagged(enumOf({"A"}), "enum"), stringType}), "\"A\"", "enum"},
            {unionOf({tagged(enumOf({"A"}), "enum"), stringType}), "\"B\"", "str"},
            {unionOf({tagged(mapOf(intType), "map"), tagged(structOf(), "dict")}), "{\"a\":\"b\"}", "dict"},
        };
        for (const auto& row : table) CPPUNIT_ASSERT_EQUAL_MESSAGE(row.json, std::string(row.tag), tagOf(in(row.type, row.json)));
    }

    void TheVariantIsKeptWhole()
    {
        const auto order =
            tagged(structOf(R"({"title":"Order","type":"object","properties":{"id":{"type":"integer"}}})"), "Object-Dataclass-Transformer");
        const auto literal = in(unionOf({order, noneType}), "{\"id\":1}");
        assertSame(order, literal.scalar().union_().type(), "type");
        CPPUNIT_ASSERT_EQUAL(std::string("msgpack"), literal.scalar().union_().value().scalar().binary().tag());
    }

    void UnionsNest()
    {
        const auto inner = tagged(unionOf({intType, noneType}), "inner");
        const auto type = unionOf({stringType, tagged(listOf(inner), "list"), inner});
        const auto number = in(type, "7");
        CPPUNIT_ASSERT_EQUAL(std::string("inner"), tagOf(number));
        CPPUNIT_ASSERT_EQUAL(std::string("int"), tagOf(number.scalar().union_().value()));
        const auto list = in(type, "[7,null]");
        CPPUNIT_ASSERT_EQUAL(std::string("list"), tagOf(list));
        CPPUNIT_ASSERT_EQUAL(std::string("none"), tagOf(list.scalar().union_().value().collection().literals(1)));
        CPPUNIT_ASSERT_EQUAL(std::string("[7,null]"), out(list, type));
        assertHolds(refusal(type, "[7,\"a\"]"), {"x[1]: expected integer or null, got string"});
    }

    void WhenNoneFitsTheErrorListsTheVariants()
    {
        assertHolds(refusal(unionOf({intType, stringType, boolType}), "[1]"), {"x: expected integer, string or boolean, got array"});
        assertHolds(refusal(unionOf({intType, noneType}), "\"a\""), {"x: expected integer or null, got string"});
        assertHolds(refusal(unionOf({tagged(enumOf({"A", "B"}), "e"), noneType}), "\"C\""), {"one of A, B", "null"});
        assertHolds(refusal(unionOf({}), "1"), {"x: expected"});
    }

    void TheNearestMissIsTold()
    {
        const auto type =
            unionOf({listOf(intType),
                     tagged(structOf(R"({"title":"Order","type":"object","required":["id"],"properties":{"id":{"type":"integer"}}})"), "o"),
                     noneType});
        assertHolds(refusal(type, "[1,2,true]"), {"array, object (Order) or null", "x[2]: expected integer, got boolean"});
        assertHolds(refusal(type, "{\"id\":\"one\"}"), {"array, object (Order) or null", "x.id: expected integer, got string"});
        assertHolds(refusal(type, "{}"), {"x: lacks the required key id"});
    }

    void ATieIsRefused()
    {
        const auto type = unionOf({fileType("PythonPickle"), simple(core::BINARY, "PythonPickle")});
        assertHolds(refusal(type, "\"aGVsbG8=\""), {"x: expected file uri or base64 string", "more than one"});
        CPPUNIT_ASSERT(in(type, "\"s3://b/f\"").scalar().union_().value().scalar().has_blob());
        assertHolds(refusal(unionOf({simple(core::DATETIME, "datetime"), simple(core::DATETIME, "date")}), "\"2026-03-04\""),
                    {"more than one"});
    }

    void AnObjectForTwoKindsOfReferenceTakesTheFirst()
    {
        const auto* both = R"({"uri":"s3://b/x","format":"parquet"})";
        CPPUNIT_ASSERT(in(unionOf({fileType("file"), table()}), both).scalar().union_().value().scalar().has_blob());
        CPPUNIT_ASSERT(in(unionOf({table(), fileType("file")}), both).scalar().union_().value().scalar().has_structured_dataset());
        const auto* ofFile = R"({"uri":"s3://b/x","hash":"h"})";
        CPPUNIT_ASSERT(in(unionOf({table(), fileType("file")}), ofFile).scalar().union_().value().scalar().has_blob());
        assertHolds(refusal(unionOf({fileType("file"), table()}), "\"s3://b/x\""), {"file uri or table uri", "more than one"});
    }

    void AUnionGoesOutAsItsValue()
    {
        core::Literal literal;
        *literal.mutable_scalar()->mutable_union_()->mutable_value() = binary("hello", "");
        *literal.mutable_scalar()->mutable_union_()->mutable_type() = simple(core::BINARY);
        CPPUNIT_ASSERT_EQUAL(std::string("\"aGVsbG8=\""), out(literal));
        CPPUNIT_ASSERT_EQUAL(std::string("4"), out(integer(4), unionOf({intType, noneType}))); // an older SDK does not wrap it
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(UnionsTest);
