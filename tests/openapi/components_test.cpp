#include "openapi/components.h"
#include <cppunit/extensions/HelperMacros.h>
#include <sys/resource.h>

using namespace flyte_webhook::host;

/// What the named schemas of a document take of the machine. Who writes a task writes its schema.
class ComponentsTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ComponentsTest);
    CPPUNIT_TEST(definitionsTakeNoMoreThanTheyAre);
    CPPUNIT_TEST_SUITE_END();

    static long mostResidentBytes()
    {
        rusage usage{};
        ::getrusage(RUSAGE_SELF, &usage);
        return usage.ru_maxrss * 1024;
    }

    /// Neither how many there are nor how long the way to them is multiplies that.
    void definitionsTakeNoMoreThanTheyAre()
    {
        std::string definitions;
        for (int i = 0; i < 2000; ++i)
            definitions += (i ? ",\"d" : "\"d") + std::to_string(i) + R"(":{"title":")" + std::string(100, 'x') + "\"}";
        const auto schema = R"({"properties":{")" + std::string(200'000, 'k') + R"(":{"$defs":{)" + definitions + "}}}}";
        const auto before = mostResidentBytes();
        Components().add("Large", schema);
        CPPUNIT_ASSERT_LESS(before + 100 * 1024 * 1024, mostResidentBytes());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ComponentsTest);
