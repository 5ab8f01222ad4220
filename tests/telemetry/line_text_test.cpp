#include "telemetry/line_text.h"
#include <cmath>
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::host;

namespace
{

using Fields = std::initializer_list<LogField>;

/// 2026-11-24T20:22:43.123Z
const std::chrono::system_clock::time_point now{std::chrono::milliseconds(1795551763123)};

/// A line without its time and level.
std::string text(std::string_view message, Fields fields = {}) { return textLine(now, LogLevel::info, message, fields).substr(30); }

std::string json(std::string_view message, Fields fields = {})
{
    const std::string head = R"({"time":"2026-11-24T20:22:43.123Z","level":"info","message":)";
    const auto line = jsonLine(now, LogLevel::info, message, fields);
    CPPUNIT_ASSERT_EQUAL(head, line.substr(0, head.size()));
    return line.substr(head.size());
}

class LineTextTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(LineTextTest);
    CPPUNIT_TEST(TimesAreUtcWithMilliseconds);
    CPPUNIT_TEST(ATextLineIsTimeLevelMessageAndFields);
    CPPUNIT_TEST(AFieldWithoutAValueIsLeftOut);
    CPPUNIT_TEST(ATextIsQuotedWhereItCouldBeMistaken);
    CPPUNIT_TEST(AJsonLineIsOneObject);
    CPPUNIT_TEST(EveryLevelHasItsName);
    CPPUNIT_TEST(NumbersKeepTheirValue);
    CPPUNIT_TEST(NoControlCharacterReachesALine);
    CPPUNIT_TEST(EscapesAreReadable);
    CPPUNIT_TEST(WhatIsNoUtf8IsEscaped);
    CPPUNIT_TEST(LongTextsAreCutBetweenCharacters);
    CPPUNIT_TEST_SUITE_END();

    void TimesAreUtcWithMilliseconds()
    {
        using namespace std::chrono;
        CPPUNIT_ASSERT_EQUAL(std::string("2026-11-24T20:22:43.123Z"), timestamp(now));
        CPPUNIT_ASSERT_EQUAL(std::string("1970-01-01T00:00:00.000Z"), timestamp(system_clock::time_point()));
        CPPUNIT_ASSERT_EQUAL(std::string("1969-12-31T23:59:59.999Z"), timestamp(system_clock::time_point(milliseconds(-1))));
        CPPUNIT_ASSERT_EQUAL(std::string("2026-11-24T20:22:43.123Z"), timestamp(now + microseconds(999)));
    }

    void ATextLineIsTimeLevelMessageAndFields()
    {
        CPPUNIT_ASSERT_EQUAL(
            std::string("2026-11-24T20:22:43.123Z INFO request served method=GET detail=\"two words\" status=200 ok=true\n"),
            textLine(now, LogLevel::info, "request served",
                     {{"method", "GET"}, {"detail", "two words"}, {"status", std::int64_t{200}}, {"ok", true}}));
        CPPUNIT_ASSERT_EQUAL(std::string("alone\n"), text("alone"));
    }

    void AFieldWithoutAValueIsLeftOut()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("m a=1 c=\"\"\n"), text("m", {{"a", std::int64_t{1}}, {"b", std::string_view()}, {"c", ""}}));
        CPPUNIT_ASSERT(jsonLine(now, LogLevel::info, "m", {{"b", std::string_view()}}).find("\"b\"") == std::string::npos);
    }

    void ATextIsQuotedWhereItCouldBeMistaken()
    {
        const std::pair<const char*, const char*> values[] = {{"", "\"\""},
                                                              {"a", "a"},
                                                              {"/run/x?y", "/run/x?y"},
                                                              {"a b", "\"a b\""},
                                                              {"a=b", "\"a=b\""},
                                                              {"a\"b", "\"a\\\"b\""},
                                                              {"a\\b", "\"a\\\\b\""},
                                                              {"a\nb", "\"a\\nb\""},
                                                              {"\xC3\xA4", "\xC3\xA4"}};
        for (const auto& [value, shown] : values) CPPUNIT_ASSERT_EQUAL("m k=" + std::string(shown) + "\n", text("m", {{"k", value}}));
    }

    void AJsonLineIsOneObject()
    {
        CPPUNIT_ASSERT_EQUAL(
            std::string(R"("served","method":"GET","detail":"a \"b\" \\c","status":200,"ratio":0.5,"ok":false})"
                        "\n"),
            json("served", {{"method", "GET"}, {"detail", "a \"b\" \\c"}, {"status", std::int64_t{200}}, {"ratio", 0.5}, {"ok", false}}));
        CPPUNIT_ASSERT_EQUAL(std::string("\"\"}\n"), json(""));
    }

    void EveryLevelHasItsName()
    {
        const std::tuple<LogLevel, const char*, const char*> levels[] = {{LogLevel::debug, "DEBUG", "debug"},
                                                                         {LogLevel::info, "INFO", "info"},
                                                                         {LogLevel::warning, "WARNING", "warning"},
                                                                         {LogLevel::error, "ERROR", "error"}};
        for (const auto& [level, upper, lower] : levels)
        {
            CPPUNIT_ASSERT_EQUAL("2026-11-24T20:22:43.123Z " + std::string(upper) + " m\n", textLine(now, level, "m", {}));
            CPPUNIT_ASSERT(jsonLine(now, level, "m", {}).find("\"level\":\"" + std::string(lower) + "\"") != std::string::npos);
        }
    }

    void NumbersKeepTheirValue()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("m a=9223372036854775807 b=-9223372036854775808 c=0.1 d=1e+300\n"),
                             text("m", {{"a", INT64_MAX}, {"b", INT64_MIN}, {"c", 0.1}, {"d", 1e300}}));
        CPPUNIT_ASSERT_EQUAL(std::string("\"m\",\"a\":null,\"b\":null,\"c\":9007199254740993}\n"),
                             json("m", {{"a", std::nan("")}, {"b", HUGE_VAL}, {"c", std::int64_t{9007199254740993}}}));
        CPPUNIT_ASSERT_EQUAL(std::string("m a=inf\n"), text("m", {{"a", HUGE_VAL}}));
    }

    void NoControlCharacterReachesALine()
    {
        std::string all;
        for (int c = 0; c < 256; ++c) all += static_cast<char>(c);
        for (int c = 0x80; c < 0xA0; ++c) all += {'\xC2', static_cast<char>(c)};
        all += "\xE2\x80\xA8\xE2\x80\xA9";
        for (const auto& line :
             {textLine(now, LogLevel::info, all, {{"k", all}, {all, "v"}}), jsonLine(now, LogLevel::info, all, {{"k", all}, {all, "v"}})})
        {
            CPPUNIT_ASSERT_EQUAL(line.size() - 1, line.find('\n'));
            for (std::size_t i = 0; i + 1 < line.size(); ++i)
                CPPUNIT_ASSERT(static_cast<unsigned char>(line[i]) >= 0x20 && line[i] != 0x7F);
            CPPUNIT_ASSERT(line.find("\xC2\x85") == std::string::npos && line.find("\xE2\x80\xA8") == std::string::npos);
        }
    }

    void EscapesAreReadable()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("a\\nb\\r\\t\\x1b\\x00\\x7f\\u0085\\u2028\n"),
                             text(std::string_view("a\nb\r\t\x1b\0\x7f\xC2\x85\xE2\x80\xA8", 13)));
        CPPUNIT_ASSERT_EQUAL(std::string("\"a\\nb\\r\\t\\u001b\\u0000\\u007f\\u0085\\u2029\"}\n"),
                             json(std::string_view("a\nb\r\t\x1b\0\x7f\xC2\x85\xE2\x80\xA9", 13)));
    }

    void WhatIsNoUtf8IsEscaped()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("a\\xff\\xc3(\\xed\\xa0\\x80 k=\"\\xfe\"\n"), text("a\xFF\xC3(\xED\xA0\x80", {{"k", "\xFE"}}));
        CPPUNIT_ASSERT_EQUAL(std::string("\"a\xEF\xBF\xBD(\"}\n"), json("a\xC3("));
    }

    void LongTextsAreCutBetweenCharacters()
    {
        std::string lengthy(8191, 'x');
        lengthy += "\xC3\xA4 and more";
        const auto line = json("m", {{"k", lengthy}});
        CPPUNIT_ASSERT_EQUAL("\"m\",\"k\":\"" + std::string(8191, 'x') + "...\"}\n", line);
        CPPUNIT_ASSERT_EQUAL("m k=" + std::string(8192, 'x') + "\n", text("m", {{"k", std::string(8192, 'x')}}));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(LineTextTest);

} // namespace
