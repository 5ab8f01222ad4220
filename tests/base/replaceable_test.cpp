#include "base/replaceable.h"
#include <cppunit/extensions/HelperMacros.h>
#include <thread>
#include <vector>

using flyte_webhook::host::Replaceable;

namespace
{

/// A value that counts how many of its kind live, and knows when it was destroyed.
struct Value
{
    Value(int value, std::atomic<int>& living) : number(value), living(living) { ++living; }
    ~Value()
    {
        number = -1;
        --living;
    }
    int number;
    std::atomic<int>& living;
};

} // namespace

class ReplaceableTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ReplaceableTest);
    CPPUNIT_TEST(AUserKeepsTheValueThatItBeganWith);
    CPPUNIT_TEST(AReplacedValueGoesBackOnceNobodyUsesIt);
    CPPUNIT_TEST(ReplacingDestroysNothing);
    CPPUNIT_TEST(NobodyEverUsesADestroyedValue);
    CPPUNIT_TEST_SUITE_END();

    std::atomic<int> _living{0};

    std::unique_ptr<Value> value(int number) { return std::make_unique<Value>(number, _living); }

    void AUserKeepsTheValueThatItBeganWith()
    {
        Replaceable<Value> values(value(1));
        const auto before = values.lease();
        values.replace(value(2));
        CPPUNIT_ASSERT_EQUAL(1, before->number);
        CPPUNIT_ASSERT_EQUAL(2, values.lease()->number);
    }

    void AReplacedValueGoesBackOnceNobodyUsesIt()
    {
        Replaceable<Value> values(value(1));
        {
            const auto before = values.lease();
            values.replace(value(2));
            const auto replaced = values.collect();
            CPPUNIT_ASSERT_EQUAL(std::size_t{1}, replaced.used);
            CPPUNIT_ASSERT(replaced.unused.empty());
        }
        const auto replaced = values.collect();
        CPPUNIT_ASSERT_EQUAL(std::size_t{0}, replaced.used);
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, replaced.unused.size());
        CPPUNIT_ASSERT_EQUAL(1, replaced.unused.front()->number);
    }

    void ReplacingDestroysNothing()
    {
        Replaceable<Value> values(value(1));
        values.replace(value(2));
        values.replace(value(3));
        CPPUNIT_ASSERT_EQUAL(3, _living.load());
        values.collect();
        CPPUNIT_ASSERT_EQUAL(1, _living.load());
    }

    void NobodyEverUsesADestroyedValue()
    {
        constexpr int replacements = 2000;
        Replaceable<Value> values(value(1));
        std::atomic<bool> over{false}, wrong{false};
        std::vector<std::thread> users;
        for (int i = 0; i < 4; ++i)
            users.emplace_back(
                [&]
                {
                    for (int last = 0; !over;)
                    {
                        const auto lease = values.lease();
                        if (lease->number < last) wrong = true;
                        last = lease->number;
                    }
                });
        for (int number = 2; number <= replacements; ++number)
        {
            values.replace(value(number));
            values.collect();
        }
        over = true;
        for (auto& user : users) user.join();
        CPPUNIT_ASSERT(!wrong);
        CPPUNIT_ASSERT_EQUAL(std::size_t{0}, values.collect().used);
        CPPUNIT_ASSERT_EQUAL(1, _living.load());
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ReplaceableTest);
