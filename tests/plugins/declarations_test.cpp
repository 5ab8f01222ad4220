#include "endpoints/endpoint_reader.h"
#include "plugins/declaration_reader.h"
#include <cppunit/extensions/HelperMacros.h>
#include <flyte_webhook/plugin/bytes.h>

using namespace flyte_webhook;
using namespace flyte_webhook::host;

namespace
{

fw_const bytes(std::string_view text) { return toBytes(text); }

fw_setting setting(std::string_view key, fw_type type = FW_STRING)
{
    return {sizeof(fw_setting), type, bytes(key), bytes("x"), 0, bytes("help"), bytes("{}")};
}

fw_metric metric(std::string_view name) { return {sizeof(fw_metric), FW_COUNTER, bytes(name), bytes("help"), nullptr, 0}; }

std::string refusal(const fw_setting& setting)
{
    const fw_setting* const list[] = {&setting};
    fw_plugin_table table{};
    table.settings = list;
    table.setting_count = 1;
    try
    {
        readSettings(table);
        return {};
    }
    catch (const BadDescription& e)
    {
        return e.what();
    }
}

std::string refusal(const fw_metric& metric)
{
    const fw_metric* const list[] = {&metric};
    fw_plugin_table table{};
    table.metrics = list;
    table.metric_count = 1;
    try
    {
        readMetrics(table);
        return {};
    }
    catch (const BadDescription& e)
    {
        return e.what();
    }
}

} // namespace

class DeclarationsTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(DeclarationsTest);
    CPPUNIT_TEST(GoodOnesAreTaken);
    CPPUNIT_TEST(TextsThatAreNoneAreRefused);
    CPPUNIT_TEST(TheTargetsOfForwardingAreAList);
    CPPUNIT_TEST(CountersAreCalledTotal);
    CPPUNIT_TEST_SUITE_END();

public:
    void GoodOnesAreTaken()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(), refusal(setting("key")));
        CPPUNIT_ASSERT_EQUAL(std::string(), refusal(metric("name_total")));
    }

    void TextsThatAreNoneAreRefused()
    {
        const fw_const none[] = {bytes("\xFF"), bytes(std::string_view("a\0", 2)), {nullptr, 3}};
        for (const auto& text : none)
        {
            for (fw_const fw_setting::*part : {&fw_setting::key, &fw_setting::fallback, &fw_setting::help, &fw_setting::schema})
            {
                auto bad = setting("key");
                bad.*part = text;
                CPPUNIT_ASSERT_MESSAGE(refusal(bad), refusal(bad).find("its ") != std::string::npos);
            }
            for (fw_const fw_metric::*part : {&fw_metric::name, &fw_metric::help})
            {
                auto bad = metric("name_total");
                bad.*part = text;
                CPPUNIT_ASSERT_MESSAGE(refusal(bad), refusal(bad).find("its ") != std::string::npos);
            }
        }
    }

    void TheTargetsOfForwardingAreAList()
    {
        CPPUNIT_ASSERT_EQUAL(std::string(), refusal(setting("allow_forwarding_to", FW_STRING_LIST)));
        for (const auto type : {FW_STRING, FW_INTEGER, FW_NUMBER, FW_BOOLEAN})
            CPPUNIT_ASSERT_EQUAL(std::string("setting 'allow_forwarding_to': it must be a list of strings"),
                                 refusal(setting("allow_forwarding_to", type)));
    }

    void CountersAreCalledTotal()
    {
        for (const auto name : {"hits", "total", "totals", "hits_totals"})
            CPPUNIT_ASSERT_EQUAL(std::string("metric '") + name + "': the name of a counter ends in _total", refusal(metric(name)));
        auto histogram = metric("hit_seconds");
        histogram.kind = FW_HISTOGRAM;
        CPPUNIT_ASSERT_EQUAL(std::string(), refusal(histogram));
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(DeclarationsTest);
