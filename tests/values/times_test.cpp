#include "support.h"
#include <cstdint>

using namespace values_test;

namespace
{

core::Literal datetime(std::int64_t seconds, std::int32_t nanos)
{
    core::Literal literal;
    literal.mutable_scalar()->mutable_primitive()->mutable_datetime()->set_seconds(seconds);
    literal.mutable_scalar()->mutable_primitive()->mutable_datetime()->set_nanos(nanos);
    return literal;
}

core::Literal duration(std::int64_t seconds, std::int32_t nanos)
{
    core::Literal literal;
    literal.mutable_scalar()->mutable_primitive()->mutable_duration()->set_seconds(seconds);
    literal.mutable_scalar()->mutable_primitive()->mutable_duration()->set_nanos(nanos);
    return literal;
}

struct Row
{
    const char* json;
    std::int64_t seconds;
    std::int32_t nanos;
};

} // namespace

class TimesTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(TimesTest);
    CPPUNIT_TEST(ADatetimeIsRfc3339);
    CPPUNIT_TEST(ADatetimeGoesOutInUtcWithNoNeedlessDigits);
    CPPUNIT_TEST(WhatIsNoDatetimeIsRefused);
    CPPUNIT_TEST(ADatetimeThatCannotBeShownIsTold);
    CPPUNIT_TEST(ADurationIsSecondsOrText);
    CPPUNIT_TEST(ADurationGoesOutInSeconds);
    CPPUNIT_TEST(WhatIsNoDurationIsRefused);
    CPPUNIT_TEST(ADurationThatCannotBeShownIsTold);
    CPPUNIT_TEST(EveryDayComesBack);
    CPPUNIT_TEST_SUITE_END();

public:
    void ADatetimeIsRfc3339()
    {
        const Row table[] = {{"\"1970-01-01T00:00:00Z\"", 0, 0},
                             {"\"2026-03-04T05:06:07.891+02:00\"", 1772593567, 891000000},
                             {"\"2026-03-04T05:06:07Z\"", 1772600767, 0},
                             {"\"2026-03-04T05:06:07\"", 1772600767, 0},
                             {"\"2026-03-04 05:06:07z\"", 1772600767, 0},
                             {"\"2026-03-04t05:06:07-05:30\"", 1772620567, 0},
                             {"\"2026-03-04\"", 1772582400, 0},
                             {"\"2026-03-04T05:06:07.123456789Z\"", 1772600767, 123456789},
                             {"\"2026-03-04T05:06:07.1234567899Z\"", 1772600767, 123456789},
                             {"\"1969-12-31T23:59:59.5Z\"", -1, 500000000},
                             {"\"2024-02-29\"", 1709164800, 0},
                             {"\"2000-02-29\"", 951782400, 0},
                             {"\"0001-01-01T00:00:00Z\"", -62135596800, 0},
                             {"\"9999-12-31T23:59:59.999999999Z\"", 253402300799, 999999999}};
        for (const auto& row : table) assertSame(datetime(row.seconds, row.nanos), in(simple(core::DATETIME), row.json), row.json);
    }

    void ADatetimeGoesOutInUtcWithNoNeedlessDigits()
    {
        const Row table[] = {{"\"1970-01-01T00:00:00Z\"", 0, 0},
                             {"\"2026-03-04T05:06:07.891Z\"", 1772600767, 891000000},
                             {"\"1969-12-31T23:59:59Z\"", -1, 0},
                             {"\"1969-12-31T23:59:59.5Z\"", -1, 500000000},
                             {"\"1970-01-01T00:00:00.000000001Z\"", 0, 1},
                             {"\"0001-01-01T00:00:00Z\"", -62135596800, 0},
                             {"\"9999-12-31T23:59:59Z\"", 253402300799, 0},
                             {"\"2024-02-29T00:00:00Z\"", 1709164800, 0}};
        for (const auto& row : table) CPPUNIT_ASSERT_EQUAL(std::string(row.json), out(datetime(row.seconds, row.nanos)));
    }

    void WhatIsNoDatetimeIsRefused()
    {
        for (const auto* json : {"\"yesterday\"",
                                 "\"2026-02-30T00:00:00Z\"",
                                 "\"2025-02-29\"",
                                 "\"1900-02-29\"",
                                 "\"2026-13-01\"",
                                 "\"2026-00-01\"",
                                 "\"2026-01-00\"",
                                 "\"2026-03-04T24:00:00Z\"",
                                 "\"2026-03-04T05:60:00Z\"",
                                 "\"2026-03-04T05:06:60Z\"",
                                 "\"2026-03-04T05:06Z\"",
                                 "\"2026-03-04T05:06:07.Z\"",
                                 "\"2026-03-04T05:06:07+2\"",
                                 "\"2026-03-04T05:06:07+25:00\"",
                                 "\"2026-03-04T05:06:07Zx\"",
                                 "\"2026-03-04T\"",
                                 "\"26-03-04\"",
                                 "\"\"",
                                 "\"0000-01-01\"",
                                 "\"0001-01-01T00:00:00+00:01\"",
                                 "\"9999-12-31T23:59:59-00:01\"",
                                 "1772600767",
                                 "null",
                                 "{}"})
            assertHolds(refusal(simple(core::DATETIME), json), {"x: expected RFC 3339 datetime"});
    }

    void ADatetimeThatCannotBeShownIsTold()
    {
        for (const auto& literal : {datetime(253402300800, 0), datetime(INT64_MIN, 0), datetime(0, -1), datetime(0, 1000000000)})
            assertHolds(out(literal), {"{\"type\":\"datetime\",\"base64\":\""});
    }

    void ADurationIsSecondsOrText()
    {
        const Row table[] = {{"90", 90, 0},
                             {"0", 0, 0},
                             {"-5", -5, 0},
                             {"1.5", 1, 500000000},
                             {"-1.5", -1, -500000000},
                             {"1.1", 1, 100000000},
                             {"0.999999999", 0, 999999999},
                             {"0.9999999999", 1, 0},
                             {"315576000000", 315576000000, 0},
                             {"\"90s\"", 90, 0},
                             {"\"1.500s\"", 1, 500000000},
                             {"\"-1.5s\"", -1, -500000000},
                             {"\"12345678901.123456789s\"", 12345678901, 123456789},
                             {"\"PT1M30S\"", 90, 0},
                             {"\"PT0S\"", 0, 0},
                             {"\"P1DT2H\"", 93600, 0},
                             {"\"P2W\"", 1209600, 0},
                             {"\"P1D\"", 86400, 0},
                             {"\"PT1.5S\"", 1, 500000000},
                             {"\"PT0,5H\"", 1800, 0},
                             {"\"-PT5S\"", -5, 0},
                             {"\"+PT5S\"", 5, 0},
                             {"\"PT100M\"", 6000, 0}};
        for (const auto& row : table) assertSame(duration(row.seconds, row.nanos), in(simple(core::DURATION), row.json), row.json);
    }

    void ADurationGoesOutInSeconds()
    {
        const Row table[] = {{"90.0", 90, 0},
                             {"1.5", 1, 500000000},
                             {"0.0", 0, 0},
                             {"-1.5", -1, -500000000},
                             {"-0.25", 0, -250000000},
                             {"0.000000001", 0, 1},
                             {"12345678901.123456789", 12345678901, 123456789}};
        for (const auto& row : table) CPPUNIT_ASSERT_EQUAL(std::string(row.json), out(duration(row.seconds, row.nanos)));
    }

    void WhatIsNoDurationIsRefused()
    {
        for (const auto* json : {"\"soon\"",
                                 "\"\"",
                                 "\"90\"",
                                 "\"90 s\"",
                                 "\"s\"",
                                 "\"P\"",
                                 "\"PT\"",
                                 "\"P1DT\"",
                                 "\"P1Y\"",
                                 "\"P1M\"",
                                 "\"PT1S1M\"",
                                 "\"PT1M1M\"",
                                 "\"PT0.5H1M\"",
                                 "\"PT1H-5M\"",
                                 "\"P1H\"",
                                 "\"--5s\"",
                                 "\"1.s\"",
                                 "\"PT1S \"",
                                 "\"1e3s\"",
                                 "\"9999999999999999999s\"",
                                 "\"P999999999999999999W\"",
                                 "1e300",
                                 "315576000001",
                                 "-315576000001",
                                 "18446744073709551615",
                                 "true",
                                 "null",
                                 "[1]"})
            assertHolds(refusal(simple(core::DURATION), json), {"x: expected duration"});
    }

    void ADurationThatCannotBeShownIsTold()
    {
        for (const auto& literal :
             {duration(INT64_MAX, 0), duration(INT64_MIN, 0), duration(1, -1), duration(0, 1000000000), duration(0, INT32_MIN)})
            assertHolds(out(literal), {"{\"type\":\"duration\",\"base64\":\""});
    }

    void EveryDayComesBack()
    {
        for (std::int64_t day = -719162; day <= 2932896; day += 97)
        {
            const auto literal = datetime(day * 86400 + 3723, 0);
            assertSame(literal, in(simple(core::DATETIME), out(literal)), out(literal));
        }
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TimesTest);
