#include "control_plane/connect/until_done.h"
#include "support/waiting.h"
#include <atomic>
#include <cppunit/extensions/HelperMacros.h>
#include <new>

using namespace flyte_webhook::test;
using namespace std::chrono_literals;
using flyte_webhook::host::Cancellation;
using flyte_webhook::host::UntilDone;

class UntilDoneTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(UntilDoneTest);
    CPPUNIT_TEST(anAttemptThatThrowsIsMadeAgain);
    CPPUNIT_TEST(doneIsDone);
    CPPUNIT_TEST(whatWasUndoneIsDoneAgain);
    CPPUNIT_TEST_SUITE_END();

    void anAttemptThatThrowsIsMadeAgain()
    {
        std::atomic<int> attempts{0};
        UntilDone task(
            [&](Cancellation&)
            {
                if (++attempts < 3) throw std::bad_alloc();
                return true;
            });
        CPPUNIT_ASSERT(!task.done());
        CPPUNIT_ASSERT(within(10s, [&] { return task.done(); }));
        CPPUNIT_ASSERT_EQUAL(3, attempts.load());
    }

    void doneIsDone()
    {
        std::atomic<int> attempts{0};
        UntilDone task([&](Cancellation&) { return ++attempts > 0; });
        CPPUNIT_ASSERT(within(10s, [&] { return task.done(); }));
        CPPUNIT_ASSERT(task.done());
        CPPUNIT_ASSERT_EQUAL(1, attempts.load());
    }

    void whatWasUndoneIsDoneAgain()
    {
        std::atomic<int> attempts{0};
        UntilDone task([&](Cancellation&) { return ++attempts > 0; });
        for (int round = 1; round <= 3; ++round)
        {
            CPPUNIT_ASSERT(!task.done());
            CPPUNIT_ASSERT(within(10s, [&] { return task.done(); }));
            CPPUNIT_ASSERT_EQUAL(round, attempts.load());
            task.undo();
        }
    }
};
CPPUNIT_TEST_SUITE_REGISTRATION(UntilDoneTest);
