#include "support.h"

using namespace values_test;

class ContainersTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ContainersTest);
    CPPUNIT_TEST(ValuesComeBackAsTheyWere);
    CPPUNIT_TEST(EmptyContainersAreStillContainers);
    CPPUNIT_TEST(AWrongElementIsNamedByItsPath);
    CPPUNIT_TEST(OfAKeyThatComesTwiceTheLastCounts);
    CPPUNIT_TEST(KeysGoOutSorted);
    CPPUNIT_TEST_SUITE_END();

public:
    void ValuesComeBackAsTheyWere()
    {
        const std::pair<core::LiteralType, const char*> table[] = {
            {listOf(simple(core::INTEGER)), "[3,1,9007199254740993]"},
            {mapOf(simple(core::FLOAT)), "{\"a\":2.5,\"z\":1.0}"},
            {listOf(listOf(simple(core::STRING))), "[[\"a\"],[],[\"b\",\"c\"]]"},
            {mapOf(listOf(simple(core::INTEGER))), "{\"e\":[],\"k\":[1]}"},
            {listOf(mapOf(simple(core::BOOLEAN))), "[{},{\"t\":true}]"},
            {mapOf(mapOf(mapOf(simple(core::NONE)))), "{\"a\":{\"b\":{\"c\":null}}}"},
            {listOf(unionOf({simple(core::INTEGER, "int"), simple(core::NONE, "none")})), "[1,null,2]"},
        };
        for (const auto& [type, json] : table) CPPUNIT_ASSERT_EQUAL(std::string(json), out(in(type, json), type));
    }

    void EmptyContainersAreStillContainers()
    {
        CPPUNIT_ASSERT(in(listOf(simple(core::INTEGER)), "[]").has_collection());
        CPPUNIT_ASSERT(in(mapOf(simple(core::INTEGER)), "{}").has_map());
    }

    void AWrongElementIsNamedByItsPath()
    {
        struct
        {
            core::LiteralType type;
            const char* json;
            const char* path;
        } const table[] = {
            {listOf(simple(core::INTEGER)), "[1,\"two\"]", "x[1]: expected integer, got string"},
            {mapOf(listOf(simple(core::INTEGER))), "{\"k\":[1,null]}", "x.k[1]: expected integer, got null"},
            {mapOf(simple(core::INTEGER)), "{\"a b\":true}", "x[\"a b\"]: expected integer, got boolean"},
            {listOf(listOf(listOf(simple(core::STRING)))), "[[],[[],[\"a\",2]]]", "x[1][1][1]: expected string, got integer"},
            {listOf(simple(core::INTEGER)), "{}", "x: expected array, got object"},
            {mapOf(simple(core::INTEGER)), "[]", "x: expected object, got array"},
            {mapOf(simple(core::INTEGER)), "null", "x: expected object, got null"},
        };
        for (const auto& row : table) assertHolds(refusal(row.type, row.json), {row.path});
    }

    void OfAKeyThatComesTwiceTheLastCounts()
    {
        const auto type = mapOf(listOf(simple(core::INTEGER)));
        CPPUNIT_ASSERT_EQUAL(std::string("{\"k\":[2]}"), out(in(type, "{\"k\":[1,1],\"k\":[2]}"), type));
    }

    void KeysGoOutSorted()
    {
        const auto type = mapOf(simple(core::INTEGER));
        CPPUNIT_ASSERT_EQUAL(std::string("{\"\":4,\"B\":3,\"a\":1,\"b\":2,\"\xc3\xa4\":5}"),
                             out(in(type, "{\"b\":2,\"a\":1,\"\xc3\xa4\":5,\"B\":3,\"\":4}"), type));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ContainersTest);
