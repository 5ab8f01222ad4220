#include "config/suggestion.h"
#include "config/value_forms.h"
#include <cppunit/extensions/HelperMacros.h>

using namespace flyte_webhook::host;

namespace
{

class ValueFormsTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(ValueFormsTest);
    CPPUNIT_TEST(DurationsAreAWholeNumberAndAUnit);
    CPPUNIT_TEST(OtherDurationsAreRefused);
    CPPUNIT_TEST(SizesAreAWholeNumberAndAUnit);
    CPPUNIT_TEST(OtherSizesAreRefused);
    CPPUNIT_TEST(BooleansAreReadInAnyCase);
    CPPUNIT_TEST(IntegersAreDecimalAndFitIn64Bits);
    CPPUNIT_TEST(ListsAreSplitAtCommas);
    CPPUNIT_TEST(AmountsArePrintedInTheLargestUnit);
    CPPUNIT_TEST(TheNearestNameIsSuggested);
    CPPUNIT_TEST_SUITE_END();

    void DurationsAreAWholeNumberAndAUnit()
    {
        const std::pair<const char*, std::int64_t> right[] = {{"0", 0},
                                                              {"0s", 0},
                                                              {"0ms", 0},
                                                              {"1ms", 1},
                                                              {"250ms", 250},
                                                              {"30s", 30000},
                                                              {"5m", 300000},
                                                              {"1h", 3600000},
                                                              {"24h", 86400000},
                                                              {"007s", 7000},
                                                              {"30 s", 30000},
                                                              {"1000ms", 1000},
                                                              {"2562047788015h", 2562047788015 * 3600000}};
        for (const auto& [text, value] : right)
        {
            const auto parsed = parseDuration(text);
            CPPUNIT_ASSERT_MESSAGE(text, parsed.has_value());
            CPPUNIT_ASSERT_EQUAL_MESSAGE(text, value, std::int64_t{parsed->count()});
        }
    }

    void OtherDurationsAreRefused()
    {
        for (const char* text : {"",
                                 " ",
                                 "1",
                                 "10",
                                 "s",
                                 "ms",
                                 "-1s",
                                 "+1s",
                                 "1.5s",
                                 "1,5s",
                                 "1S",
                                 "1MS",
                                 "1M",
                                 "1H",
                                 "1d",
                                 "1w",
                                 "1us",
                                 "1ns",
                                 "1sec",
                                 "1 second",
                                 "1s 2s",
                                 "1m30s",
                                 "s1",
                                 "0x10s",
                                 "1e3s",
                                 "1ss",
                                 "\xC2\xB5s",
                                 "9223372036854775807h",
                                 "9223372036854775808ms",
                                 "99999999999999999999s",
                                 "2562047788016h",
                                 "inf",
                                 "nan s",
                                 "1s;",
                                 "PT1S",
                                 "1:30",
                                 "0m0"})
            CPPUNIT_ASSERT_MESSAGE(text, !parseDuration(text));
    }

    void SizesAreAWholeNumberAndAUnit()
    {
        const std::pair<const char*, std::uint64_t> right[] = {
            {"0B", 0}, {"1B", 1}, {"512B", 512}, {"64KiB", 65536}, {"10MiB", 10485760}, {"1GiB", 1073741824}, {"1 KiB", 1024}};
        for (const auto& [text, value] : right)
        {
            const auto parsed = parseSize(text);
            CPPUNIT_ASSERT_MESSAGE(text, parsed.has_value());
            CPPUNIT_ASSERT_EQUAL_MESSAGE(text, value, *parsed);
        }
    }

    void OtherSizesAreRefused()
    {
        for (const char* text :
             {"",     "1",   "0",  "KiB", "B",    "-1B",  "1.5KiB", "1kib",   "1KB",  "1kB",           "1K",
              "1k",   "1MB", "1M", "1G",  "1TiB", "1Kib", "1 Ki B", "10MiB5", "0x1B", "8589934592GiB", "9223372036854775808B",
              "1B1B", "B1"})
            CPPUNIT_ASSERT_MESSAGE(text, !parseSize(text));
    }

    void BooleansAreReadInAnyCase()
    {
        for (const char* text : {"true", "True", "TRUE", "yes", "YES", "on", "On", "1"})
        {
            CPPUNIT_ASSERT_MESSAGE(text, parseBoolean(text).has_value());
            CPPUNIT_ASSERT_MESSAGE(text, *parseBoolean(text));
        }
        for (const char* text : {"false", "False", "FALSE", "no", "No", "off", "OFF", "0"})
        {
            CPPUNIT_ASSERT_MESSAGE(text, parseBoolean(text).has_value());
            CPPUNIT_ASSERT_MESSAGE(text, !*parseBoolean(text));
        }
        for (const char* text :
             {"", " ", "t", "f", "y", "n", "2", "-1", "00", "01", "truee", "tru", "true ", " true", "enabled", "null", "none"})
            CPPUNIT_ASSERT_MESSAGE(text, !parseBoolean(text));
    }

    void IntegersAreDecimalAndFitIn64Bits()
    {
        CPPUNIT_ASSERT_EQUAL(std::int64_t{0}, parseInteger("0").value());
        CPPUNIT_ASSERT_EQUAL(std::int64_t{-7}, parseInteger("-7").value());
        CPPUNIT_ASSERT_EQUAL(std::int64_t{8080}, parseInteger("08080").value());
        CPPUNIT_ASSERT_EQUAL(INT64_MAX, parseInteger("9223372036854775807").value());
        CPPUNIT_ASSERT_EQUAL(INT64_MIN, parseInteger("-9223372036854775808").value());
        for (const char* text :
             {"", "-", "+1", "1.0", "1e3", "0x10", " 1", "1 ", "1_000", "1,000", "9223372036854775808", "a", "1a", "--1"})
            CPPUNIT_ASSERT_MESSAGE(text, !parseInteger(text));
    }

    void ListsAreSplitAtCommas()
    {
        using List = std::vector<std::string>;
        CPPUNIT_ASSERT(splitList("") == List{});
        CPPUNIT_ASSERT(splitList(" \t ") == List{});
        CPPUNIT_ASSERT(splitList("a") == List{"a"});
        CPPUNIT_ASSERT(splitList(" a b ,c") == (List{"a b", "c"}));
        CPPUNIT_ASSERT(splitList("a,,b") == (List{"a", "", "b"}));
        CPPUNIT_ASSERT(splitList("a,") == (List{"a", ""}));
        CPPUNIT_ASSERT(splitList(",") == (List{"", ""}));
    }

    void AmountsArePrintedInTheLargestUnit()
    {
        using std::chrono::milliseconds;
        CPPUNIT_ASSERT_EQUAL(std::string("0"), printDuration(milliseconds(0)));
        CPPUNIT_ASSERT_EQUAL(std::string("1ms"), printDuration(milliseconds(1)));
        CPPUNIT_ASSERT_EQUAL(std::string("75s"), printDuration(milliseconds(75000)));
        CPPUNIT_ASSERT_EQUAL(std::string("24h"), printDuration(milliseconds(86400000)));
        CPPUNIT_ASSERT_EQUAL(std::string("64KiB"), printSize(65536));
        CPPUNIT_ASSERT_EQUAL(std::string("1GiB"), printSize(1 << 30));
        CPPUNIT_ASSERT_EQUAL(std::string("1000B"), printSize(1000));
    }

    void TheNearestNameIsSuggested()
    {
        const std::vector<std::string> names{"address", "port", "threads", "max_body", "max_header"};
        CPPUNIT_ASSERT_EQUAL(std::string("port"), nearest("prot", names).value());
        CPPUNIT_ASSERT_EQUAL(std::string("port"), nearest("PORT", names).value());
        CPPUNIT_ASSERT_EQUAL(std::string("address"), nearest("adress", names).value());
        CPPUNIT_ASSERT_EQUAL(std::string("max_header"), nearest("max-header", names).value());
        CPPUNIT_ASSERT(!nearest("colour", names));
        CPPUNIT_ASSERT(!nearest("", names));
        CPPUNIT_ASSERT(!nearest(std::string(100000, 'p'), names));
        CPPUNIT_ASSERT_EQUAL(std::string("; did you mean threads?"), suggestion("thread", names));
        CPPUNIT_ASSERT_EQUAL(std::string("; known are a1, b2"), suggestion("zzzz", {"a1", "b2"}));
        CPPUNIT_ASSERT_EQUAL(std::string("; none is known"), suggestion("zzzz", {}));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ValueFormsTest);

} // namespace
