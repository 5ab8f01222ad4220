#include "base/cancellation_group.h"
#include <cppunit/extensions/HelperMacros.h>
#include <memory>
#include <thread>

using flyte_webhook::host::Cancellation;
using flyte_webhook::host::CancellationGroup;

class CancellationGroupTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(CancellationGroupTest);
    CPPUNIT_TEST(WithTheWholeAllPartsAreCancelled);
    CPPUNIT_TEST(APartThatComesLateIsCancelledAtOnce);
    CPPUNIT_TEST(APartThatWasTakenOutIsLeftAlone);
    CPPUNIT_TEST(TheGroupCanEndWithoutTheWhole);
    CPPUNIT_TEST(PartsComeAndGoWhileTheWholeIsCancelled);
    CPPUNIT_TEST_SUITE_END();

    Cancellation _whole, _one, _other;

    void WithTheWholeAllPartsAreCancelled()
    {
        CancellationGroup group(_whole);
        group.add(_one);
        group.add(_other);
        CPPUNIT_ASSERT(!_one.cancelled() && !_other.cancelled());
        _whole.cancel();
        CPPUNIT_ASSERT(_one.cancelled() && _other.cancelled());
    }

    void APartThatComesLateIsCancelledAtOnce()
    {
        _whole.cancel();
        CancellationGroup group(_whole);
        group.add(_one);
        CPPUNIT_ASSERT(_one.cancelled());
    }

    void APartThatWasTakenOutIsLeftAlone()
    {
        CancellationGroup group(_whole);
        group.add(_one);
        group.remove(_one);
        group.remove(_other);
        _whole.cancel();
        CPPUNIT_ASSERT(!_one.cancelled());
    }

    void TheGroupCanEndWithoutTheWhole()
    {
        auto group = std::make_unique<CancellationGroup>(_whole);
        group->add(_one);
        group->cancel();
        CPPUNIT_ASSERT(_one.cancelled() && !_whole.cancelled());
        group.reset();
        _whole.cancel();
    }

    void PartsComeAndGoWhileTheWholeIsCancelled()
    {
        CancellationGroup group(_whole);
        std::thread parts(
            [&]
            {
                for (bool ended = false; !ended;)
                {
                    Cancellation part;
                    group.add(part);
                    ended = part.cancelled();
                    group.remove(part);
                }
            });
        _whole.cancel();
        parts.join();
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(CancellationGroupTest);
