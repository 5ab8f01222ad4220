#include "sandbox/pages/time_scale.h"
#include "sandbox/pages/timeline.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::sandbox;
using namespace std::chrono_literals;

namespace
{

const Time begin = Time(std::chrono::microseconds(1'772'600'767'891'000));

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::size_t count(const std::string& text, const std::string& part)
{
    std::size_t found = 0;
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++found;
    return found;
}

/// The picture of a run's way through its phases.
class TimelineTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TimelineTest);
    CPPUNIT_TEST(AFinishedRunHasABarAPhaseAndItsEnd);
    CPPUNIT_TEST(ARunThatGoesOnReachesUntilNow);
    CPPUNIT_TEST(AQueuedRunHasABarToo);
    CPPUNIT_TEST(ARunThatEndsInTheQueueTellsHowLongItWaited);
    CPPUNIT_TEST(EveryOutcomeIsNamed);
    CPPUNIT_TEST(AClockThatGoesBackDoesNoHarm);
    CPPUNIT_TEST(AShortPhaseCanBeSeenAndStaysInThePicture);
    CPPUNIT_TEST(ThePictureIsToldInWords);
    CPPUNIT_TEST(MarksAreRoundAndFew);
    CPPUNIT_TEST(MomentsStandWhereTheyBelong);
    CPPUNIT_TEST_SUITE_END();

    const std::vector<PhaseChange> _running{{Phase::queued, begin}, {Phase::initializing, begin + 1s}, {Phase::running, begin + 2s}};

    std::vector<PhaseChange> endedBy(Phase phase) const
    {
        auto phases = _running;
        phases.push_back({phase, begin + 8s});
        return phases;
    }

    static std::string picture(const std::vector<PhaseChange>& phases, Time now = begin + 1h)
    {
        Html html;
        writeTimeline(html, phases, now);
        return html.str();
    }

    void AFinishedRunHasABarAPhaseAndItsEnd()
    {
        const auto shown = picture(endedBy(Phase::succeeded));
        CPPUNIT_ASSERT_EQUAL(std::size_t(3), count(shown, "<rect class=\"bar "));
        CPPUNIT_ASSERT(contains(shown, "<rect class=\"bar queued\" x=\"0.00%\" width=\"12.50%\""));
        CPPUNIT_ASSERT(contains(shown, "<rect class=\"bar initializing\" x=\"12.50%\" width=\"12.50%\""));
        CPPUNIT_ASSERT(contains(shown, "<rect class=\"bar running\" x=\"25.00%\" width=\"75.00%\""));
        CPPUNIT_ASSERT(contains(shown, "<title>running from 2026-03-04T05:06:09.891Z to 2026-03-04T05:06:15.891Z</title>"));
        CPPUNIT_ASSERT(contains(shown, "<rect class=\"end succeeded\"") && contains(shown, ">after 8 s</text>"));
    }

    void ARunThatGoesOnReachesUntilNow()
    {
        const auto shown = picture(_running, begin + 4s);
        CPPUNIT_ASSERT(contains(shown, "<rect class=\"bar running\" x=\"50.00%\" width=\"50.00%\""));
        CPPUNIT_ASSERT(!contains(shown, "class=\"end"));
        CPPUNIT_ASSERT(contains(picture(_running, begin + 20s), "<rect class=\"bar running\" x=\"10.00%\" width=\"90.00%\""));
    }

    void AQueuedRunHasABarToo()
    {
        for (const auto waited : {0s, 5s})
        {
            const auto shown = picture({{Phase::queued, begin}}, begin + waited);
            CPPUNIT_ASSERT_EQUAL(std::size_t(1), count(shown, "<rect class=\"bar "));
        }
        CPPUNIT_ASSERT(contains(picture({{Phase::queued, begin}}, begin + 5s), "x=\"0.00%\" width=\"100.00%\""));
    }

    void ARunThatEndsInTheQueueTellsHowLongItWaited()
    {
        const std::vector<PhaseChange> phases{{Phase::queued, begin}, {Phase::aborted, begin + 90s}};
        CPPUNIT_ASSERT_EQUAL(std::string("Queued for 1 min 30 s, then aborted, after 1 min 30 s."), timelineText(phases, begin + 1h));
        CPPUNIT_ASSERT(contains(picture(phases), "<rect class=\"end aborted\""));
    }

    void EveryOutcomeIsNamed()
    {
        for (const Phase phase : {Phase::succeeded, Phase::failed, Phase::aborted, Phase::timedOut})
            CPPUNIT_ASSERT(contains(picture(endedBy(phase)), std::string("<rect class=\"end ") + phaseName(phase) + "\""));
    }

    void AClockThatGoesBackDoesNoHarm()
    {
        const auto shown = picture({{Phase::queued, begin}, {Phase::running, begin - 5s}, {Phase::failed, begin - 3s}});
        CPPUNIT_ASSERT_EQUAL(std::size_t(2), count(shown, "<rect class=\"bar "));
        CPPUNIT_ASSERT(!contains(shown, "\"-"));
    }

    void AShortPhaseCanBeSeenAndStaysInThePicture()
    {
        const auto shown = picture({{Phase::queued, begin}, {Phase::running, begin + 1h - 1us}, {Phase::failed, begin + 1h}});
        CPPUNIT_ASSERT(contains(shown, "<rect class=\"bar running\" x=\"99.20%\" width=\"0.80%\""));
    }

    void ThePictureIsToldInWords()
    {
        const auto text = timelineText(endedBy(Phase::failed), begin + 1h);
        CPPUNIT_ASSERT_EQUAL(std::string("Queued for 1 s, initializing for 1 s, running for 6 s, then failed, after 8 s."), text);
        CPPUNIT_ASSERT_EQUAL(std::string("Queued for 1 s, initializing for 1 s, running for 2 s so far."),
                             timelineText(_running, begin + 4s));
        const auto shown = picture(endedBy(Phase::failed));
        CPPUNIT_ASSERT(contains(shown, "role=\"img\"") && contains(shown, "aria-describedby=\"timeline-words\""));
        CPPUNIT_ASSERT(contains(shown, "<figcaption id=\"timeline-words\">" + text));
    }

    void MarksAreRoundAndFew()
    {
        const auto marks = [](TimeScale::Duration length) { return TimeScale(begin, begin + length).marks(); };
        using Marks = std::vector<TimeScale::Duration>;
        CPPUNIT_ASSERT(marks(500us).empty());
        CPPUNIT_ASSERT(marks(8s) == Marks({2s, 4s, 6s, 8s}));
        CPPUNIT_ASSERT(marks(14ms) == Marks({5ms, 10ms}));
        CPPUNIT_ASSERT(marks(90min) == Marks({30min, 60min, 90min}));
        CPPUNIT_ASSERT(marks(24h * 9) == Marks({72h, 144h, 216h}));
        for (auto length = TimeScale::Duration(1); length < 24h * 1000; length = length * 3 + 1us)
            CPPUNIT_ASSERT(marks(length).size() <= 4);
    }

    void MomentsStandWhereTheyBelong()
    {
        const TimeScale scale(begin, begin + 10s);
        CPPUNIT_ASSERT_EQUAL(std::int64_t(2500), scale.place(begin + 2500ms));
        CPPUNIT_ASSERT_EQUAL(std::int64_t(0), scale.place(begin - 1s));
        CPPUNIT_ASSERT_EQUAL(std::int64_t(10000), scale.place(begin + 1h));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TimelineTest);

} // namespace
