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
    CPPUNIT_TEST(smallBufferTakesNothingFromTheBudget);
    CPPUNIT_TEST(bigBufferTakesFromTheBudgetAndGivesBack);
    CPPUNIT_TEST(bufferDoesNotGrowBeyondTheBudget);
    CPPUNIT_TEST_SUITE_END();

public:
    void smallBufferTakesNothingFromTheBudget()
    {
        InputBuffer buffer(_budget);
        add(buffer, std::string(InputBuffer::uncounted, 'x'));
        CPPUNIT_ASSERT_EQUAL(std::size_t(0), _budget.used());
    }

    void bigBufferTakesFromTheBudgetAndGivesBack()
    {
        {
            InputBuffer buffer(_budget);
            add(buffer, std::string(1 << 20, 'x'));
            CPPUNIT_ASSERT_EQUAL(std::size_t(1 << 20) - InputBuffer::uncounted, _budget.used());
            buffer.clear();
            CPPUNIT_ASSERT_EQUAL(std::size_t(0), _budget.used());
            add(buffer, std::string(InputBuffer::keepable, 'x'));
            buffer.clear();
            CPPUNIT_ASSERT_EQUAL(InputBuffer::keepable - InputBuffer::uncounted, _budget.used()); // it is kept
        }
        CPPUNIT_ASSERT_EQUAL(std::size_t(0), _budget.used());
    }

    void bufferDoesNotGrowBeyondTheBudget()
    {
        MemoryBudget budget(InputBuffer::uncounted);
        InputBuffer buffer(budget);
        add(buffer, std::string(2 * InputBuffer::uncounted, 'x'));
        InputBuffer other(budget);
        add(other, std::string(InputBuffer::uncounted, 'y'));
        CPPUNIT_ASSERT(!buffer.makeSpace(1));
        CPPUNIT_ASSERT(!other.makeSpace(1));
        CPPUNIT_ASSERT_EQUAL(std::string(InputBuffer::uncounted, 'y'), std::string(other.data(), other.size()));
        buffer.clear(); // it keeps its memory
        CPPUNIT_ASSERT_EQUAL(InputBuffer::uncounted, budget.used());
    }

    void bytesSurviveGrowth()
    {
        InputBuffer buffer(_budget);
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
        InputBuffer buffer(_budget);
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
        InputBuffer buffer(_budget);
        add(buffer, "body and secret");
        const char* begin = buffer.data();
        buffer.truncate(4);
        CPPUNIT_ASSERT_EQUAL(std::string("body"), std::string(buffer.data(), buffer.size()));
        buffer.consume(4);
        CPPUNIT_ASSERT(isWiped(begin, 15));
    }

    void clearedBytesAreOverwritten()
    {
        InputBuffer buffer(_budget);
        add(buffer, "a secret");
        const char* begin = buffer.data();
        buffer.truncate(1);
        buffer.clear();
        CPPUNIT_ASSERT_EQUAL(std::size_t(0), buffer.size());
        CPPUNIT_ASSERT(isWiped(begin, 8));
    }

    void bytesInFrontMakeRoom()
    {
        InputBuffer buffer(_budget);
        add(buffer, std::string(InputBuffer::smallest, 'x'));
        buffer.consume(InputBuffer::smallest - 4);
        add(buffer, "yyyy");
        CPPUNIT_ASSERT_EQUAL(std::string("xxxxyyyy"), std::string(buffer.data(), buffer.size()));
        CPPUNIT_ASSERT_EQUAL(InputBuffer::smallest, buffer.size() + buffer.spaceSize());
    }

private:
    MemoryBudget _budget{1 << 30};

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
