#include "sandbox/base/duration_text.h"
#include "sandbox/base/utf8.h"
#include "sandbox/runs/log_lines.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::sandbox;

namespace
{

const Time moment = Time(std::chrono::microseconds(1'772'600'767'891'000));

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

class LogLinesTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(LogLinesTest);
    CPPUNIT_TEST(LinesKeepTheirOrderTimeAndStream);
    CPPUNIT_TEST(ALineMayComeInPieces);
    CPPUNIT_TEST(WhatIsLeftAtTheEndIsALine);
    CPPUNIT_TEST(TheOldestLinesAreDropped);
    CPPUNIT_TEST(ALineWithoutEndIsBroken);
    CPPUNIT_TEST(TheTailIsOfOneStream);
    CPPUNIT_TEST(ForeignBytesAreMadeShowable);
    CPPUNIT_TEST(DurationsHaveAUnit);
    CPPUNIT_TEST(DurationsAreShownInTheUnitsThatFit);
    CPPUNIT_TEST_SUITE_END();

    void LinesKeepTheirOrderTimeAndStream()
    {
        LogLines log(1000);
        log.add(Stream::output, "one\ntwo\n", moment);
        log.add(Stream::error, "three\n", moment);
        CPPUNIT_ASSERT_EQUAL(std::string("2026-03-04T05:06:07.891Z out one\n2026-03-04T05:06:07.891Z out two\n"
                                         "2026-03-04T05:06:07.891Z err three\n"),
                             log.text());
        CPPUNIT_ASSERT_EQUAL(std::size_t(3), log.count());
    }

    void ALineMayComeInPieces()
    {
        LogLines log(1000);
        log.add(Stream::output, "on", moment);
        log.add(Stream::error, "other\n", moment);
        CPPUNIT_ASSERT_EQUAL(std::size_t(1), log.count());
        log.add(Stream::output, "e\n\n", moment);
        CPPUNIT_ASSERT_EQUAL(std::size_t(3), log.count());
        CPPUNIT_ASSERT_EQUAL(std::string("one"), log.tail(Stream::output, 5));
    }

    void WhatIsLeftAtTheEndIsALine()
    {
        LogLines log(1000);
        log.add(Stream::error, "no newline", moment);
        CPPUNIT_ASSERT_EQUAL(std::string(), log.text());
        log.finish(moment);
        CPPUNIT_ASSERT_EQUAL(std::string("no newline"), log.tail(Stream::error, 1));
    }

    void TheOldestLinesAreDropped()
    {
        LogLines log(64 << 10);
        for (int i = 0; i < 100000; ++i) log.add(Stream::output, std::to_string(i) + "\n", moment);
        CPPUNIT_ASSERT_EQUAL(std::size_t(100000), log.count());
        CPPUNIT_ASSERT(contains(log.text(), " out 99999\n") && contains(log.text(), "earlier lines are not kept"));
        CPPUNIT_ASSERT(!contains(log.text(), " out 1\n"));
        CPPUNIT_ASSERT(log.text().size() < (64 << 10) * 8);
    }

    void ALineWithoutEndIsBroken()
    {
        LogLines log(64 << 10);
        log.add(Stream::output, std::string(1 << 20, 'x'), moment);
        CPPUNIT_ASSERT_EQUAL(std::size_t(256), log.count());
        CPPUNIT_ASSERT(log.text().size() < (80 << 10));
    }

    void TheTailIsOfOneStream()
    {
        LogLines log(1000);
        log.add(Stream::error, "a\nb\nc\n", moment);
        log.add(Stream::output, "d\n", moment);
        CPPUNIT_ASSERT_EQUAL(std::string("b\nc"), log.tail(Stream::error, 2));
    }

    void ForeignBytesAreMadeShowable()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("a\tä\n€😀"), shownText("a\tä\n€😀"));
        CPPUNIT_ASSERT_EQUAL(std::string("\xEF\xBF\xBD[31m\xEF\xBF\xBD"), shownText(std::string_view("\x1B[31m\0", 6)));
        for (const char* bad : {"\xC3", "\xC0\xAF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\x80"})
        {
            CPPUNIT_ASSERT(!isUtf8(bad));
            CPPUNIT_ASSERT(isUtf8(shownText(bad)));
        }
        CPPUNIT_ASSERT(isUtf8("ä€😀") && isUtf8(""));
    }

    void DurationsAreShownInTheUnitsThatFit()
    {
        using namespace std::chrono_literals;
        const std::pair<std::chrono::microseconds, const char*> shown[] = {{-5s, "0 ms"},
                                                                           {999us, "0 ms"},
                                                                           {12ms, "12 ms"},
                                                                           {999'999us, "999 ms"},
                                                                           {1s, "1 s"},
                                                                           {1250ms, "1.25 s"},
                                                                           {1500ms, "1.5 s"},
                                                                           {10s, "10 s"},
                                                                           {59'990ms, "59.9 s"},
                                                                           {60s, "1 min"},
                                                                           {125s, "2 min 5 s"},
                                                                           {1h, "1 h"},
                                                                           {23h + 5min, "23 h 5 min"},
                                                                           {47h + 59min, "47 h 59 min"},
                                                                           {48h, "2 d"},
                                                                           {52h, "2 d 4 h"}};
        for (const auto& [duration, text] : shown) CPPUNIT_ASSERT_EQUAL(std::string(text), durationText(duration));
    }

    void DurationsHaveAUnit()
    {
        using std::chrono::milliseconds;
        CPPUNIT_ASSERT(durationFromText("250ms") == milliseconds(250) && durationFromText("30s") == milliseconds(30000));
        CPPUNIT_ASSERT(durationFromText("5m") == milliseconds(300000) && durationFromText("1h") == milliseconds(3600000));
        for (const char* text : {"", "5", "s", "0s", "-1s", "1.5s", "5 s", "5d", "99999999999999999999s"})
            CPPUNIT_ASSERT(!durationFromText(text));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(LogLinesTest);

} // namespace
