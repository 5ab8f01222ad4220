#include "telemetry/call_metrics.h"
#include "telemetry/metrics_text.h"
#include "telemetry/request_metrics.h"
#include <cppunit/extensions/HelperMacros.h>
#include <map>
#include <thread>
#include <vector>

using namespace flyte_webhook::host;
using namespace std::chrono_literals;

namespace
{

class MetricsTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(MetricsTest);
    CPPUNIT_TEST(DurationsCountUpToEachBound);
    CPPUNIT_TEST(RequestsCountByEndpointAndStatus);
    CPPUNIT_TEST(WhatManyThreadsCountIsAllThere);
    CPPUNIT_TEST(CallsCountByMethodAndCode);
    CPPUNIT_TEST(NobodyMakesTheMethodsOfCallsGrow);
    CPPUNIT_TEST(TextIsWrittenAsPrometheusReadsIt);
    CPPUNIT_TEST(TextIsWrittenAsOpenMetricsHasIt);
    CPPUNIT_TEST(TheFormatIsTheOneThatIsAskedFor);
    CPPUNIT_TEST_SUITE_END();

    void DurationsCountUpToEachBound()
    {
        DurationHistogram histogram;
        for (const auto time : {500us, 501us, 40000us, 99000000us}) histogram.observe(time);
        const auto reading = histogram.read();
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{1}, reading.upTo[0]);
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{2}, reading.upTo[1]);
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{3}, reading.upTo[6]);
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{4}, reading.upTo.back());
        CPPUNIT_ASSERT_DOUBLES_EQUAL(99.041001, reading.seconds, 1e-9);
    }

    static std::map<int, std::uint64_t> statuses(const RequestMetrics::Series& series)
    {
        std::map<int, std::uint64_t> counts;
        series.each([&](int status, const DurationHistogram::Reading& reading) { counts[status] = reading.upTo.back(); });
        return counts;
    }

    void RequestsCountByEndpointAndStatus()
    {
        RequestMetrics metrics;
        auto& run = metrics.of("GET", "/run/{name}", "get_run");
        auto& unknown = metrics.of("", "", "");
        CPPUNIT_ASSERT(&run == &metrics.of("GET", "/run/{name}", "get_run")); // of another configuration
        CPPUNIT_ASSERT(&run != &unknown);
        for (const int status : {200, 200, 404, 99, 600, 0}) run.count(status, 1ms);
        CPPUNIT_ASSERT((statuses(run) == std::map<int, std::uint64_t>{{200, 2}, {404, 1}}));
        CPPUNIT_ASSERT(statuses(unknown).empty());
    }

    void WhatManyThreadsCountIsAllThere()
    {
        RequestMetrics metrics;
        CallMetrics calls;
        auto& series = metrics.of("GET", "/", "x");
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back(
                [&]
                {
                    for (int n = 0; n < 5000; ++n)
                    {
                        series.count(200 + n % 5, 1ms);
                        calls.count("a.B/M" + std::to_string(n % 7), n % 3, 1ms);
                    }
                });
        for (auto& thread : threads) thread.join();
        std::uint64_t requests = 0, called = 0;
        for (const auto& [status, count] : statuses(series)) requests += count;
        calls.each([&](const CallMetrics::Series& s) { called += s.durations.read().upTo.back(); });
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{20000}, requests);
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{20000}, called);
    }

    void CallsCountByMethodAndCode()
    {
        CallMetrics calls;
        calls.count("a.B/C", 0, 1ms);
        calls.count("a.B/C", 5, 1ms);
        calls.count("a.B/C", 99, 1ms);
        std::size_t methods = 0;
        calls.each(
            [&](const CallMetrics::Series& series)
            {
                ++methods;
                CPPUNIT_ASSERT_EQUAL(std::string("a.B/C"), series.method);
                for (const std::size_t code : {0, 2, 5}) CPPUNIT_ASSERT_EQUAL(std::uint64_t{1}, series.byCode[code].load());
            });
        CPPUNIT_ASSERT_EQUAL(std::size_t{1}, methods);
    }

    void NobodyMakesTheMethodsOfCallsGrow()
    {
        CallMetrics calls;
        for (int i = 0; i < 1000; ++i) calls.count("a.B/M" + std::to_string(i), 0, 1ms);
        std::size_t methods = 0;
        std::uint64_t others = 0;
        calls.each(
            [&](const CallMetrics::Series& series)
            {
                ++methods;
                if (series.method == "other") others = series.byCode[0];
            });
        CPPUNIT_ASSERT_EQUAL(std::size_t{129}, methods);
        CPPUNIT_ASSERT_EQUAL(std::uint64_t{1000 - 128}, others);
    }

    static std::string written(MetricsText::Format format)
    {
        MetricsText text(format);
        text.begin("a_total", MetricsText::Type::counter, "says \"what\"\nit is \\");
        text.sample(std::uint64_t{3}, {{"x", "a\"b\\c\nd"}, {"y", ""}});
        text.begin("b", MetricsText::Type::histogram, "time");
        const double bounds[]{0.5, 2};
        const std::uint64_t upTo[]{1, 2, 4};
        text.sample(bounds, 2, upTo, 7.25, {{"x", "y"}});
        text.begin("c", MetricsText::Type::gauge, "now");
        text.sample(1.5);
        return text.take();
    }

    void TextIsWrittenAsPrometheusReadsIt()
    {
        CPPUNIT_ASSERT_EQUAL(std::string("# HELP a_total says \"what\"\\nit is \\\\\n# TYPE a_total counter\n"
                                         "a_total{x=\"a\\\"b\\\\c\\nd\",y=\"\"} 3\n"
                                         "# HELP b time\n# TYPE b histogram\nb_bucket{x=\"y\",le=\"0.5\"} 1\nb_bucket{x=\"y\",le=\"2\"} 2\n"
                                         "b_bucket{x=\"y\",le=\"+Inf\"} 4\nb_sum{x=\"y\"} 7.25\nb_count{x=\"y\"} 4\n"
                                         "# HELP c now\n# TYPE c gauge\nc 1.5\n"),
                             written(MetricsText::Format::prometheus));
    }

    void TextIsWrittenAsOpenMetricsHasIt()
    {
        const auto text = written(MetricsText::Format::openMetrics);
        CPPUNIT_ASSERT_EQUAL(std::size_t{0}, text.find("# HELP a says \\\"what\\\"\\nit is \\\\\n# TYPE a counter\na_total{"));
        CPPUNIT_ASSERT_EQUAL(std::string("# EOF\n"), text.substr(text.size() - 6));
        for (const char* bucket : {"le=\"0.5\"} 1\n", "le=\"2.0\"} 2\n", "le=\"+Inf\"} 4\n"})
            CPPUNIT_ASSERT_MESSAGE(bucket, text.find(bucket) != std::string::npos);
    }

    void TheFormatIsTheOneThatIsAskedFor()
    {
        using Format = MetricsText::Format;
        CPPUNIT_ASSERT(MetricsText::formatFor("") == Format::prometheus);
        CPPUNIT_ASSERT(MetricsText::formatFor("text/plain;version=0.0.4") == Format::prometheus);
        CPPUNIT_ASSERT(MetricsText::formatFor("application/openmetrics-text;version=1.0.0,text/plain;q=0.2") == Format::openMetrics);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(MetricsTest);

} // namespace
