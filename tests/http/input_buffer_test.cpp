#include "http/input_buffer.h"
#include <algorithm>
#include <cppunit/extensions/HelperMacros.h>
#include <cstring>
#include <string>

namespace flyte_webhook::host
{

class InputBufferTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(InputBufferTest);
    CPPUNIT_TEST(bytesSurviveGrowth);
    CPPUNIT_TEST(consumedBytesAreOverwritten);
    CPPUNIT_TEST(truncatedBytesAreOverwrittenWithTheLastOnes);
    CPPUNIT_TEST(clearedBytesAreOverwritten);
    CPPUNIT_TEST(bytesInFrontMakeRoom);
    CPPUNIT_TEST_SUITE_END();

public:
    void bytesSurviveGrowth()
    {
        InputBuffer buffer;
        std::string expected;
        for (int i = 0; i < 100000; ++i)
        {
            const auto piece = std::to_string(i);
            add(buffer, piece);
            expected += piece;
        }
        CPPUNIT_ASSERT(std::string(buffer.data(), buffer.size()) == expected);
    }

    void consumedBytesAreOverwritten()
    {
        InputBuffer buffer;
        add(buffer, "secret and rest");
        const char* begin = buffer.data();
        buffer.consume(6);
        CPPUNIT_ASSERT_EQUAL(std::string(" and rest"), std::string(buffer.data(), buffer.size()));
        CPPUNIT_ASSERT(isWiped(begin, 6));
        buffer.consume(9);
        CPPUNIT_ASSERT(isWiped(begin, 15));
    }

    void truncatedBytesAreOverwrittenWithTheLastOnes()
    {
        InputBuffer buffer;
        add(buffer, "body and secret");
        const char* begin = buffer.data();
        buffer.truncate(4);
        CPPUNIT_ASSERT_EQUAL(std::string("body"), std::string(buffer.data(), buffer.size()));
        buffer.consume(4);
        CPPUNIT_ASSERT(isWiped(begin, 15));
    }

    void clearedBytesAreOverwritten()
    {
        InputBuffer buffer;
        add(buffer, "a secret");
        const char* begin = buffer.data();
        buffer.truncate(1);
        buffer.clear();
        CPPUNIT_ASSERT_EQUAL(std::size_t(0), buffer.size());
        CPPUNIT_ASSERT(isWiped(begin, 8));
    }

    void bytesInFrontMakeRoom()
    {
        InputBuffer buffer;
        add(buffer, std::string(InputBuffer::smallest, 'x'));
        buffer.consume(InputBuffer::smallest - 4);
        add(buffer, "yyyy");
        CPPUNIT_ASSERT_EQUAL(std::string("xxxxyyyy"), std::string(buffer.data(), buffer.size()));
        CPPUNIT_ASSERT_EQUAL(InputBuffer::smallest, buffer.size() + buffer.spaceSize());
    }

private:
    static void add(InputBuffer& buffer, std::string_view bytes)
    {
        while (!bytes.empty())
        {
            buffer.makeSpace(bytes.size());
            const auto count = std::min(bytes.size(), buffer.spaceSize());
            std::memcpy(buffer.space(), bytes.data(), count);
            buffer.added(count);
            bytes.remove_prefix(count);
        }
    }

    static bool isWiped(const char* begin, std::size_t size)
    {
        return std::all_of(begin, begin + size, [](char c) { return c == 0; });
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(InputBufferTest);

} // namespace flyte_webhook::host
