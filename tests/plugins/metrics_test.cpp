#include "plugins/plugin_metrics.h"
#include <cmath>
#include <cppunit/extensions/HelperMacros.h>
#include <thread>

using namespace flyte_webhook::host;

class PluginMetricsTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(PluginMetricsTest);
    CPPUNIT_TEST(countersAddAcrossThreads);
    CPPUNIT_TEST(histogramsCountUpToEachBound);
    CPPUNIT_TEST(whatIsNoValueIsLeftOut);
    CPPUNIT_TEST_SUITE_END();

    static DeclaredMetric metric(fw_metric_kind kind, std::vector<double> buckets = {}) { return {"m", "", kind, std::move(buckets)}; }

    void countersAddAcrossThreads()
    {
        PluginMetrics metrics({metric(FW_COUNTER)});
        const auto add = [&]
        {
            for (int i = 0; i < 10'000; ++i) metrics.record(0, 1);
        };
        std::thread other(add);
        add();
        other.join();
        CPPUNIT_ASSERT_EQUAL(20'000.0, metrics.read(0).sum);
    }

    void histogramsCountUpToEachBound()
    {
        PluginMetrics metrics({metric(FW_HISTOGRAM, {1, 5})});
        for (const double value : {0.5, 1.0, 3.0, 99.0}) metrics.record(0, value);
        const auto reading = metrics.read(0);
        CPPUNIT_ASSERT_EQUAL(103.5, reading.sum);
        CPPUNIT_ASSERT((reading.buckets == std::vector<std::uint64_t>{2, 3, 4}));
    }

    void whatIsNoValueIsLeftOut()
    {
        PluginMetrics metrics({metric(FW_COUNTER)});
        metrics.record(0, -1);
        metrics.record(0, std::nan(""));
        metrics.record(7, 1);
        CPPUNIT_ASSERT_EQUAL(0.0, metrics.read(0).sum);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PluginMetricsTest);
