#include "sample_plugin.h"
#include <cppunit/extensions/HelperMacros.h>
#include <flyte_webhook/testing/fake_host.h>

using namespace flyte_webhook;
using namespace flyte_webhook::testing;

namespace
{

class Tell final : public Handler
{
public:
    explicit Tell(std::string value) : _value(std::move(value)) {}
    static void describe(Endpoint& endpoint) { endpoint.get("tell", "/tell"); }
    void handle(Request&, Reply& reply) override { reply.json().field("value", _value); }

private:
    const std::string _value;
};

void demanding(Plugin& plugin) { plugin.add<Tell>(plugin.requiredSetting<std::string>("must", "it must be given")); }

const fw_plugin_table* demandingPlugin(const fw_host* host, fw_const* why)
{
    static Module<&demanding> module("demanding", "1.0.0");
    return module.open(host, why);
}

} // namespace

/// A plugin's settings and the facts that it may know.
class SettingsTest : public CppUnit::TestFixture
{
    CPPUNIT_TEST_SUITE(SettingsTest);
    CPPUNIT_TEST(EachKeyIsDeclaredWithTypeFallbackHelpAndConstraint);
    CPPUNIT_TEST(WithoutAnOperatorTheFallbacksHold);
    CPPUNIT_TEST(TheOperatorsValuesHold);
    CPPUNIT_TEST(AnUndeclaredKeyIsAnErrorOfTheTest);
    CPPUNIT_TEST(ARefusedSettingIsTheReasonNotToStart);
    CPPUNIT_TEST(ASecondStartTakesTheNewSettings);
    CPPUNIT_TEST(ARefusedSecondStartKeepsTheFirst);
    CPPUNIT_TEST(ARequiredSettingMustBeGiven);
    CPPUNIT_TEST_SUITE_END();

    FakeHost host{&samplePlugin};

    std::string told() { return host.request("settings").send().body; }

public:
    void EachKeyIsDeclaredWithTypeFallbackHelpAndConstraint()
    {
        const auto& table = host.table();
        CPPUNIT_ASSERT_EQUAL(std::size_t(5), table.setting_count);
        const auto& most = *table.settings[1];
        CPPUNIT_ASSERT_EQUAL(std::string("most"), std::string(toView(most.key)));
        CPPUNIT_ASSERT_EQUAL(std::uint32_t(FW_INTEGER), most.type);
        CPPUNIT_ASSERT_EQUAL(std::string("100"), std::string(toView(most.fallback)));
        CPPUNIT_ASSERT_EQUAL(std::string("an upper bound"), std::string(toView(most.help)));
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"minimum":1,"maximum":1000})"), std::string(toView(most.schema)));
        CPPUNIT_ASSERT_EQUAL(std::string("one, two"), std::string(toView(table.settings[4]->fallback)));
    }

    void WithoutAnOperatorTheFallbacksHold()
    {
        CPPUNIT_ASSERT_EQUAL(
            std::string(R"({"greeting":"Hello","most":100,"rate":0.5,"loud":false,"project":"flytesnacks","words":["one","two"]})"),
            told());
    }

    void TheOperatorsValuesHold()
    {
        host.setting("greeting", "Hi").setting("most", "7").setting("rate", "2").setting("loud", "true").setting("words", " a,, b c ,");
        host.fact("webhook.project", "shop");
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"greeting":"Hi","most":7,"rate":2.0,"loud":true,"project":"shop","words":["a","b c"]})"),
                             told());
    }

    void AnUndeclaredKeyIsAnErrorOfTheTest()
    {
        CPPUNIT_ASSERT_THROW(host.setting("nope", "1"), std::logic_error);
        CPPUNIT_ASSERT_THROW(host.setting("most", "many"), std::logic_error);
    }

    void ARefusedSettingIsTheReasonNotToStart()
    {
        host.setting("greeting", "Goodbye");
        try
        {
            host.start();
            CPPUNIT_FAIL("it started");
        }
        catch (const StartRefused& e)
        {
            CPPUNIT_ASSERT_EQUAL(std::string("Goodbye is no greeting"), std::string(e.what()));
        }
    }

    void ASecondStartTakesTheNewSettings()
    {
        told();
        host.setting("most", "9");
        CPPUNIT_ASSERT(told().find("\"most\":100") != std::string::npos);
        host.start();
        CPPUNIT_ASSERT(told().find("\"most\":9,") != std::string::npos);
    }

    void ARefusedSecondStartKeepsTheFirst()
    {
        told();
        host.setting("greeting", "Goodbye");
        CPPUNIT_ASSERT_THROW(host.start(), StartRefused);
        CPPUNIT_ASSERT(told().find("\"greeting\":\"Hello\"") != std::string::npos);
    }

    void ARequiredSettingMustBeGiven()
    {
        FakeHost demandingHost(&demandingPlugin);
        CPPUNIT_ASSERT(demandingHost.table().settings[0]->required);
        CPPUNIT_ASSERT_THROW(demandingHost.start(), StartRefused);
        demandingHost.setting("must", "given");
        CPPUNIT_ASSERT_EQUAL(std::string(R"({"value":"given"})"), demandingHost.request("tell").send().body);
    }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SettingsTest);
