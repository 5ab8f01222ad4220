#include "base/cancellation.h"
#include <cppunit/extensions/HelperMacros.h>
#include <future>
#include <optional>
#include <thread>
#include <vector>

using flyte_webhook::host::Cancellation;

namespace
{

class CancellationTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(CancellationTest);
    CPPUNIT_TEST(TheActionRunsWhenItIsCancelled);
    CPPUNIT_TEST(TheActionRunsAtOnceWhenItWasCancelledBefore);
    CPPUNIT_TEST(TheActionRunsOnceHoweverOftenItIsCancelled);
    CPPUNIT_TEST(AnEndedActionDoesNotRun);
    CPPUNIT_TEST(OneActionMayFollowAnother);
    CPPUNIT_TEST(TheEndOfAnActionWaitsUntilItHasRun);
    CPPUNIT_TEST(CancelledHoldsWhileTheActionRuns);
    CPPUNIT_TEST(ARaceOfCancelAndEndNeverRunsAnEndedAction);
    CPPUNIT_TEST(ARaceOfCancelAndBeginNeverLosesTheAction);
    CPPUNIT_TEST_SUITE_END();

    void TheActionRunsWhenItIsCancelled()
    {
        Cancellation cancellation;
        int runs = 0;
        const Cancellation::Action action(cancellation, [&] { ++runs; });
        CPPUNIT_ASSERT(!cancellation.cancelled());
        CPPUNIT_ASSERT_EQUAL(0, runs);
        cancellation.cancel();
        CPPUNIT_ASSERT(cancellation.cancelled());
        CPPUNIT_ASSERT_EQUAL(1, runs);
    }

    void TheActionRunsAtOnceWhenItWasCancelledBefore()
    {
        Cancellation cancellation;
        cancellation.cancel();
        int runs = 0;
        const Cancellation::Action action(cancellation, [&] { ++runs; });
        CPPUNIT_ASSERT_EQUAL(1, runs);
    }

    void TheActionRunsOnceHoweverOftenItIsCancelled()
    {
        Cancellation cancellation;
        std::atomic<int> runs{0};
        const Cancellation::Action action(cancellation, [&] { ++runs; });
        std::vector<std::thread> threads;
        for (int i = 0; i < 8; ++i) threads.emplace_back([&] { cancellation.cancel(); });
        for (auto& thread : threads) thread.join();
        CPPUNIT_ASSERT_EQUAL(1, runs.load());
    }

    void AnEndedActionDoesNotRun()
    {
        Cancellation cancellation;
        int runs = 0;
        {
            const Cancellation::Action action(cancellation, [&] { ++runs; });
        }
        cancellation.cancel();
        CPPUNIT_ASSERT_EQUAL(0, runs);
    }

    void OneActionMayFollowAnother()
    {
        Cancellation cancellation;
        int first = 0, second = 0;
        {
            const Cancellation::Action action(cancellation, [&] { ++first; });
        }
        const Cancellation::Action action(cancellation, [&] { ++second; });
        cancellation.cancel();
        CPPUNIT_ASSERT_EQUAL(0, first);
        CPPUNIT_ASSERT_EQUAL(1, second);
    }

    void TheEndOfAnActionWaitsUntilItHasRun()
    {
        Cancellation cancellation;
        std::promise<void> begun, mayEnd;
        std::atomic<bool> ended{false};
        std::optional<Cancellation::Action> action;
        action.emplace(cancellation,
                       [&]
                       {
                           begun.set_value();
                           mayEnd.get_future().wait();
                           ended = true;
                       });
        std::thread canceller([&] { cancellation.cancel(); });
        begun.get_future().wait();
        std::thread releaser([&] { mayEnd.set_value(); });
        action.reset();
        CPPUNIT_ASSERT(ended);
        canceller.join();
        releaser.join();
    }

    void CancelledHoldsWhileTheActionRuns()
    {
        Cancellation cancellation;
        bool held = false;
        const Cancellation::Action action(cancellation, [&] { held = cancellation.cancelled(); });
        cancellation.cancel();
        CPPUNIT_ASSERT(held);
    }

    void ARaceOfCancelAndEndNeverRunsAnEndedAction()
    {
        for (int i = 0; i < 2000; ++i)
        {
            Cancellation cancellation;
            std::atomic<bool> over{false}, ranAfterwards{false}, go{false};
            std::thread canceller(
                [&]
                {
                    while (!go)
                    {
                    }
                    cancellation.cancel();
                });
            {
                const Cancellation::Action action(cancellation, [&] { ranAfterwards = ranAfterwards || over.load(); });
                go = true;
            }
            over = true;
            canceller.join();
            CPPUNIT_ASSERT(!ranAfterwards);
        }
    }

    void ARaceOfCancelAndBeginNeverLosesTheAction()
    {
        for (int i = 0; i < 2000; ++i)
        {
            Cancellation cancellation;
            std::atomic<int> runs{0};
            std::thread canceller([&] { cancellation.cancel(); });
            const Cancellation::Action action(cancellation, [&] { ++runs; });
            canceller.join();
            CPPUNIT_ASSERT_EQUAL(1, runs.load());
        }
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CancellationTest);

} // namespace
